"""Our letters to the panel: a yes for each wish, and once a year whether it holds."""

from datetime import datetime

from django.db import transaction

from cxstudio import wake
from studies.agencies.models import Agency
from studies.outreach import drafts, senders
from studies.outreach.default_texts import defaults
from studies.outreach.materializing import materialize
from studies.outreach.models import Message, Step, Wave
from studies.people.models import PanelMember
from studies.people.models.panel import REMIND_AFTER, PanelMemberQuerySet

SOURCE = "en"


def ask_for_a_yes(agency: Agency, now: datetime) -> int:
    """One letter to each address that nobody wrote to yet; returns how many."""
    ours = PanelMember.objects.within(agency).without_letter()
    return _write(agency, ours, now, Step.PANEL_ASK)


def ask_yearly(agency: Agency, now: datetime) -> int:
    """Ask whom we asked a year ago whether it still holds, and remind them once."""
    today = now.astimezone(agency.zone).date()
    ours = PanelMember.objects.within(agency).due_yearly(today)
    return _write(agency, ours, now, Step.PANEL_YEAR, Step.PANEL_REMIND)


@transaction.atomic
def _write(
    agency: Agency,
    members: PanelMemberQuerySet,
    now: datetime,
    step: str,
    reminder: str = "",
) -> int:
    """Queue the letters of a day; whoever was written to is marked with that day.

    Nobody is, before the agency says and proves who writes.
    """
    if not senders.may_write(agency):
        return 0
    today = now.astimezone(agency.zone).date()
    rows = list(members.select_for_update(of=["self"]).values_list("pk", "person"))
    if not rows:
        return 0
    wave = _wave(agency, f"{step} {today}", now, step, reminder)
    wave.audience.add(*[person for _pk, person in rows])
    ours = PanelMember.objects.filter(pk__in=[pk for pk, _person in rows])
    ours.update(letter_on=today)
    materialize(wave, now)
    wake.on_commit("outreach.deliver_due")
    return len(rows)


def _wave(agency: Agency, news: str, now: datetime, step: str, reminder: str) -> Wave:
    rows = Wave.objects.filter(agency=agency, is_panel=True, news=news)
    return rows.first() or Wave.objects.create(
        agency=agency,
        is_panel=True,
        news=news,
        first=_message(agency, step),
        reminder=_message(agency, reminder) if reminder else None,
        reminder_after_days=REMIND_AFTER.days,
        state=Wave.State.RUNNING,
        started_at=now,
    )


def _message(agency: Agency, step: str) -> Message:
    """The words as they are now; those of an earlier day where nothing changed."""
    has = {"again", "remove", "agency", "stop"}
    has |= {"phone"} if agency.contact_phone else set()
    texts = {
        code: drafts.Words(*words)
        for code, words in defaults(step, has, anonymous=False).items()
    }
    subject, body = texts[SOURCE].subject, texts[SOURCE].body
    before = Message.objects.filter(agency=agency, step=step)
    same = before.filter(subject=subject, body=body).first()
    if same is not None:
        return same
    message = Message.objects.create(
        agency=agency, step=step, subject=subject, body=body, source_language=SOURCE
    )
    drafts.save_translations(message, texts, agency=agency, by=None)
    return message
