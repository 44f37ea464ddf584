"""What providers tell about a planted contact, and what it answers, on its walk."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode

from studies.outreach import news, returned_mail
from studies.outreach.models import Delivery, ProviderNews
from tests.outreach import telling
from tests.outreach.channels.texting import TOKEN
from tests.outreach.test_returned_mail import report


def is_told_of(walk, settings, name: str, address: str, phone: str) -> None:
    row = Delivery.objects.filter(person__isnull=False).first()
    telling.use(settings)
    for told in (telling.bounced(row, to=address), telling.complained(row, to=address)):
        telling.post(walk.client, told)
        telling.post(walk.client, told, headers={})
    telling.post(walk.client, f'{{"Email": "{address}"')
    quoted = f"Message-ID: <{row.pk.hex}@ask.example.org>\nTo: {name} <{address}>"
    news.keep(returned_mail.read(report(quoted=quoted, to=address)))
    _writes(walk, settings, name, phone)
    news.fold_waiting()
    assert ProviderNews.objects.filter(state="folded").count() == 5


def _writes(walk, settings, name: str, phone: str) -> None:
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    settings.SMS = {"token": TOKEN}
    number = phone.replace(" ", "").replace("-", "")
    for sid, text in (("SM1", "parar"), ("SM2", f"I am {name}"), ("", name)):
        fields = {"Body": text, "From": number, "MessageSid": sid}
        _call(walk, settings, "/hooks/sms/twilio/answers/", fields)
    told = {"MessageSid": "SM3", "MessageStatus": "delivered", "To": number}
    row = Delivery.objects.filter(person__isnull=False).first()
    _call(walk, settings, f"/hooks/sms/twilio/?reference={row.pk.hex}", told)


def _call(walk, settings, where: str, fields: dict[str, str]) -> None:
    told = settings.BASE_URL + where
    told += "".join(name + fields[name] for name in sorted(fields))
    seal = hmac.digest(TOKEN.encode(), told.encode(), hashlib.sha1)
    walk.addresses.append(where)
    walk.client.post(
        where,
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": base64.b64encode(seal).decode()},
    )
