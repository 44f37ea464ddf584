"""By which way a person gets the messages of a mailing."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from studies.outreach.models import Delivery, Suppression, Wave
from studies.people.models import Channel, PanelMember


def texted(wave: Wave) -> Q | None:
    """Who gets text messages: who asked for them, and not for mail, on their own page.

    None where nobody does: our letters, news and all that has no gateway go by mail.
    """
    if not settings.CHANNELS["sms"] or wave.activity_id is None:
        return None
    return no_mail_but_texts()


def no_mail_but_texts() -> Q:
    return Q(Exists(_texters().filter(person=OuterRef("pk"))))


def who_wants_texts(people: Iterable[UUID]) -> set[UUID]:
    """Those among them; no query where there is no gateway."""
    if not settings.CHANNELS["sms"]:
        return set()
    rows = _texters().filter(person__in=list(people))
    return set(rows.values_list("person", flat=True))


def _texters() -> QuerySet[PanelMember]:
    rows = PanelMember.objects.confirmed().filter(channels__contains=[Channel.SMS])
    return rows.exclude(channels__contains=[Channel.EMAIL])


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
