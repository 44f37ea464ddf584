import re
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from studies.agencies.models import Agency
from studies.outreach import actions as outreach
from studies.outreach import drafts, emails, tokens
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


def send_one(sink, clock=None, agency=None, **person):
    """Start and send one invitation; gives the mail as it arrived and its row."""
    clock = clock or Clock()
    study = make.study(state="running", **({"agency": agency} if agency else {}))
    activity = make.open_activity(round=make.round_(study=study))
    somebody = make.person(agency=activity.agency, **person)
    make.wave(activity, [somebody], now=clock.now)
    deliver_due(clock=clock)
    return sink.mail_to(somebody.email), Delivery.objects.get(step="invitation")


def test_the_headers_let_anybody_stop_with_one_click(sink):
    agency = make.agency(name="Office of Support", contact_email="help@example.org")

    mail, row = send_one(sink, agency=agency)

    stop = f"https://ask.example.org/stop/{tokens.stop_token(row.person_id)}/?lang=en"
    assert mail["List-Unsubscribe"] == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["From"] == "Office of Support <ask@agency.example.org>"
    assert mail["Reply-To"] == "dana@agency.example.org"
    assert mail["Message-ID"] == f"<{row.pk.hex}@ask.example.org>"
    assert mail["Date"].datetime == Clock().now
    assert stop in mail.get_body(["plain"]).get_content()


@pytest.mark.parametrize(
    ("language", "direction", "word"),
    [
        ("en", "ltr", "Hello"),
        ("es", "ltr", "Hola"),
        ("ar", "rtl", "مرحبًا"),
        ("zh-hans", "ltr", "您好"),
        ("es-mx", "ltr", "Hola"),
        ("so", "ltr", "Hello"),
    ],
)
def test_the_mail_is_in_the_persons_language_else_in_the_source(
    sink, language, direction, word
):
    mail, _row = send_one(sink, language=language)

    text = mail.get_body(["plain"]).get_content()
    html = mail.get_body(["html"]).get_content()
    used = mail["Content-Language"]
    assert text.startswith(word)
    assert used == {"es-mx": "es", "so": "en"}.get(language, language)
    assert f'<html lang="{used}" dir="{direction}">' in html
    assert f"?lang={used}" in text


def test_text_and_html_say_the_same_and_html_is_escaped(sink):
    agency = make.agency(name="Help & <b>Support</b>")

    mail, _row = send_one(sink, agency=agency)

    text = mail.get_body(["plain"]).get_content()
    html = mail.get_body(["html"]).get_content()
    assert "Help & <b>Support</b>" in text
    assert "Help &amp; &lt;b&gt;Support&lt;/b&gt;" in html
    assert html.count('<a dir="ltr" href="https://ask.example.org/') == 3


def test_the_mail_travels_in_seven_bits(sink):
    mail, _row = send_one(sink, language="ar")

    encodings = {part["Content-Transfer-Encoding"] for part in mail.iter_parts()}
    assert encodings <= {"base64", "quoted-printable", "7bit"}


def test_a_name_with_a_line_break_begins_no_header(sink):
    agency = make.agency(name="Office\r\nBcc: spy@example.org")

    mail, _row = send_one(sink, agency=agency)

    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].display_name == "Office Bcc: spy@example.org"


def test_a_line_that_begins_with_a_dot_arrives_whole(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.draft_wave(activity, [person])
    wave.first.body = "Hello\n.\n..two dots {link} {stop}\nend"
    wave.first.save()
    outreach.start(wave.pk, by=None, now=clock.now)

    deliver_due(clock=clock)

    text = sink.mail_to(person.email).get_body(["plain"]).get_content()
    text = text.replace("\r\n", "\n")
    assert text.startswith("Hello\n.\n..two dots https://")
    assert "\nend\n\nTo check that this message is real" in text


def test_a_domain_in_another_script_goes_out_in_ascii():
    assert emails.envelope_address("ana@bücher.example") == "ana@xn--bcher-kva.example"


def test_a_phone_number_keeps_its_order_in_arabic(sink):
    agency = make.agency(contact_phone="555-0142")
    study = make.study(state="running", agency=agency)
    activity = make.open_activity(round=make.round_(study=study))
    person = make.person(agency=agency, language="ar")
    words = {
        "en": drafts.Words("Hi", "{link} {stop} {phone}"),
        "ar": drafts.Words("مرحبًا", "{link} {stop} {phone}"),
    }
    wave = make.draft_wave(activity, [person], invitation=words, reminder=None)
    outreach.start(wave.pk, by=None, now=Clock().now)

    deliver_due(clock=Clock())

    text = sink.mail_to(person.email).get_body(["plain"]).get_content()
    assert "\u200e555-0142\u200e" in text


LONG = {
    "ar": "مكتب دعم الأسر في الولاية: عنوانكم في قائمتنا لأننا نود أن نسمع منكم قريبا",
    "es": "Oficina de Apoyo a las Familias: su dirección está en nuestra lista desde ayer",
    "zh-hans": "家庭支持办公室：您的地址在我们的名单上 因为我们想听听您的意见 请告诉我们您的想法和需要",
    "en": "Household Support: “your address” is on our list, and we would like to hear",
}


@pytest.mark.parametrize("length", range(30))
@pytest.mark.parametrize("language", LONG)
def test_words_of_any_script_arrive_whole_wherever_a_header_is_folded(language, length):
    words = "x" * length + " " + LONG[language]
    wave = Wave(agency=Agency(name="Office", contact_email=""))
    letter = emails.Letter(
        language, words, "Hello", "https://a.example/", words, "a@b.cd"
    )

    raw = emails.build(Delivery(wave=wave), letter, to="c@d.ef", now=Clock().now)

    mail = message_from_bytes(raw)
    name = str(make_header(decode_header(mail["From"].rpartition(" <")[0])))
    assert str(make_header(decode_header(mail["Subject"]))) == words.strip()
    assert name.strip('"\r\n') == words.strip()
    assert max(map(len, raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    ("language", "asked"),
    [("en", ""), ("es", "?lang=es"), ("es-mx", "?lang=es"), ("so", "")],
)
def test_the_survey_opens_in_the_language_of_the_mail(sink, language, asked):
    activity = make.open_activity(languages_ready=["en", "es"])
    person = make.person(agency=activity.agency, language=language)
    make.wave(activity, [person], now=Clock().now)

    deliver_due(clock=Clock())

    text = sink.mail_to(person.email).get_body(["plain"]).get_content()
    [query] = re.findall(r"/i/[\w-]+/(\S*)", text)
    assert query == asked
