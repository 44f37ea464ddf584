"""By which way a person gets the messages of a mailing."""

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value

from studies.outreach.models import Delivery, Suppression, Wave
from studies.people.models import Channel, PanelMember


def texted(wave: Wave) -> Q | None:
    """Who gets text messages: who asked for them, and not for mail, on their own page.

    None where nobody does: our letters, news and all that has no gateway go by mail.
    """
    if not settings.CHANNELS["sms"] or wave.activity_id is None:
        return None
    asked = PanelMember.objects.confirmed().filter(
        person=OuterRef("pk"), channels__contains=[Channel.SMS]
    )
    return Q(Exists(asked.exclude(channels__contains=[Channel.EMAIL])))


def by_text(wave: Wave) -> ExpressionWrapper | Value:
    """The same, as a yes or no of each person."""
    asked = texted(wave)
    if asked is None:
        return Value(False, BooleanField())
    return ExpressionWrapper(asked, BooleanField())


def of(by_text: bool) -> str:
    return Delivery.Channel.SMS if by_text else Delivery.Channel.EMAIL


def suppressed(reason: str, column: str = "email_hash", **more: bool) -> Exists:
    rows = Suppression.objects.filter(address_hash=OuterRef(column), reason=reason)
    return Exists(rows.filter(**more))
