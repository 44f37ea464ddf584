"""Messages of all mailings that somebody may have to look at, and what each allows."""

from datetime import datetime

from django.db.models import Count, F, Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from studies.agencies.models import Agency
from studies.outreach import asking, reasons, wanted
from studies.outreach.models import Delivery, DeliveryQuerySet, Step, Wave
from studies.people.models import Person
from studies.planning.models import Activity

State = Delivery.State
DUE, UNSURE, CAME_BACK = "due", "uncertain", "came_back"
STATES = {UNSURE: [State.UNCERTAIN], CAME_BACK: [State.BOUNCED, State.COMPLAINED]}


def listed(agency: Agency, show: str, now: datetime) -> DeliveryQuerySet:
    """One of the three lists: what is due mailing after mailing, else the newest first.

    In the order of an index; all that a row names is looked up for a page alone.
    """
    waves = Wave.objects.select_related(
        "agency", "first", "activity__round__study", "study"
    )
    people = Person.objects.defer("name", "email", "phone")
    rows = _of(agency).prefetch_related(
        Prefetch("wave", waves),
        Prefetch("person", people),
        "participant",
        "judged_by",
    )
    if show == DUE:
        return rows.due(now).order_by("wave_id", "due_at", "pk")
    newest = F("since").desc(nulls_last=True)
    return rows.filter(state__in=STATES[show]).order_by(newest, "pk")


def due_by_mailing(agency: Agency, now: datetime) -> list[tuple[Wave, int]]:
    """Where what is due and unsent belongs, most first."""
    rows = _of(agency).due(now).order_by().values("wave").annotate(n=Count("*"))
    found = {row["wave"]: row["n"] for row in rows}
    waves = Wave.objects.select_related(
        "agency", "first", "activity__round__study", "study"
    )
    named = waves.in_bulk(found)
    return sorted(
        ((named[pk], n) for pk, n in found.items()), key=lambda pair: -pair[1]
    )


def counts(agency: Agency) -> dict[str, int]:
    """How long the lists are that somebody has to look at, in one statement."""
    open_ = [state for states in STATES.values() for state in states]
    found = _of(agency).filter(state__in=open_).order_by()
    counted = {
        name: Count("pk", filter=Q(state__in=states)) for name, states in STATES.items()
    }
    return found.aggregate(**counted)


def why_it_waits(row: Delivery, now: datetime) -> str:
    """Why a message that is due has not left; empty where it goes within minutes."""
    if row.wave.trouble in reasons.TROUBLES:
        return str(reasons.TROUBLES[row.wave.trouble])
    if row.wave.state == Wave.State.PAUSED:
        return _("The mailing is paused.")
    if row.wave.getting_ready:
        return _("The mailing is getting ready.")
    if asking.must_wait(row.wave, now):
        return why_all_wait(row.wave)
    return reasons.label(row.reason) if row.reason else ""


def why_all_wait(wave: Wave) -> str:
    """What its study or its survey is waiting for, of a mailing that must wait."""
    if wave.about is not None and wave.about.is_paused:
        return _("The study is paused.")
    activity = wave.activity
    if activity is None:
        return ""
    if activity.state == Activity.State.PAUSED:
        return _("The survey is paused.")
    if activity.state == Activity.State.DRAFT:
        return _("The survey is a draft again.")
    opens_at = activity.opens_at.astimezone(wave.agency.zone)
    return _("The survey opens on %(when)s.") % {
        "when": date_format(opens_at, "DATETIME_FORMAT")
    }


def why_none_leaves(wave: Wave, now: datetime) -> str:
    """Of a mailing that runs, whose survey or study is over."""
    steps = [step for step in wave.steps if step != Step.THANKS]
    if wave.state == Wave.State.RUNNING and wanted.over(wave, steps[0], now):
        return _(
            "The survey is over. Invitations and reminders that wait are not sent."
        )
    return ""


def _of(agency: Agency) -> DeliveryQuerySet:
    """By the mailings themselves, so that their index gives the rows in its order."""
    waves = Wave.objects.within(agency).order_by().values_list("pk", flat=True)
    return Delivery.objects.filter(wave__in=list(waves))
