"""Whoever is put on the list by somebody else is told so, once, and how to get off it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from cxstudio import wake
from studies.agencies.models import Agency
from studies.outreach import audiences, drafts, senders
from studies.outreach.default_texts import defaults
from studies.outreach.materializing import materialize
from studies.outreach.models import Delivery, Message, Step, Wave
from studies.people.models import Person
from studies.people.models.person import PersonQuerySet

SOURCE = "en"
# Whoever has been on the list for longer is not surprised by a letter about it.
LATELY = timedelta(days=14)


def tell_all(now: datetime) -> int:
    """Tell everybody who was added lately, in each agency that says who it is."""
    return sum(tell(agency, now) for agency in Agency.objects.order_by("pk"))


@transaction.atomic
def tell(agency: Agency, now: datetime) -> int:
    """Queue one letter to each new address; returns how many.

    Each address is told once, however many people share it and however often it is
    put on the list. Repeating finds nobody.
    """
    if not senders.may_write(agency):
        return 0
    # One at a time; whoever writes a row that points at the agency does not wait.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    new = _new(agency, now)
    if not new.exists():
        return 0
    wave = _wave(agency, now)
    added = audiences.write_down(wave, new)
    materialize(wave, now)
    wake.on_commit("outreach.deliver_due")
    return added


def _new(agency: Agency, now: datetime) -> PersonQuerySet:
    """Those whom somebody else put here: not who left an address by themselves."""
    today = now.astimezone(agency.zone).date()
    people = Person.objects.within(agency).current().exclude(email_hash="")
    people = people.filter(
        added_on__gt=today - LATELY, may_be_asked=True, panel__isnull=True
    )
    told = Delivery.objects.filter(
        step=Step.ADDED,
        wave__agency=agency,
        person__email_hash=OuterRef("email_hash"),
    )
    one_each = people.filter(~Exists(told)).order_by("email_hash", "added_on", "pk")
    return one_each.distinct("email_hash")


def _wave(agency: Agency, now: datetime) -> Wave:
    """The letters of one day."""
    news = f"{Step.ADDED} {now.astimezone(agency.zone).date()}"
    rows = Wave.objects.filter(agency=agency, is_panel=True, news=news)
    return rows.first() or Wave.objects.create(
        agency=agency,
        is_panel=True,
        news=news,
        first=_message(agency),
        state=Wave.State.RUNNING,
        started_at=now,
    )


def _message(agency: Agency) -> Message:
    """The words as they are now; those of an earlier day where nothing changed."""
    has = {"how", "remove", "agency", "stop"}
    has |= {"phone"} if agency.contact_phone else set()
    written = defaults(Step.ADDED, has, anonymous=False)
    texts = {code: drafts.Words(*words) for code, words in written.items()}
    words = {"subject": texts[SOURCE].subject, "body": texts[SOURCE].body}
    before = Message.objects.filter(agency=agency, step=Step.ADDED, **words).first()
    if before is not None:
        return before
    message = Message.objects.create(
        agency=agency, step=Step.ADDED, source_language=SOURCE, **words
    )
    drafts.save_translations(message, texts, agency=agency, by=None)
    return message
