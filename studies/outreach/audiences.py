"""Whom a mailing is for: a filter that its draft keeps, frozen when it starts.

A filter is a dict: "kind", and where they are set "languages", "groups" (ids of groups
of the study), "reached", "added_on" and "how" (a list of people by day and origin).
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.outreach.models import Delivery, Kind, Reached, Step, Wave
from studies.partners.models import InviteLink
from studies.people.models import AccessLog, PanelMember, Participant, Person, Where
from studies.people.models.person import PersonQuerySet
from studies.planning.models import Segment
from studies.wording.tags import language_name

# Of the lists that people were added by, so many of the newest can be chosen.
NEWEST_LISTS = 50


def people_of(wave: Wave) -> PersonQuerySet:
    """Everyone whom the mailing is for: as of now in a draft, else as it started."""
    if wave.state == Wave.State.DRAFT and wave.audience_filter is not None:
        return filtered(wave, wave.audience_filter)
    return wave.audience.all()


def filtered(wave: Wave, said: dict) -> PersonQuerySet:
    """The agency's people on whom a filter fits now."""
    people = Person.objects.within(wave.agency).current()
    if languages := said.get("languages"):
        people = people.filter(language__in=languages)
    match said["kind"]:
        case Kind.STUDY:
            people = people.filter(_takes_part(wave, said.get("groups")))
        case Kind.PANEL:
            people = people.filter(panel__state=PanelMember.State.CONFIRMED)
        case Kind.LIST:
            people = people.filter(added_on=said["added_on"], how_we_got_it=said["how"])
    return _who_came_so_far(people, wave, said.get("reached", ""))


def _takes_part(wave: Wave, groups: list[int] | None) -> Exists:
    rows = Participant.objects.filter(
        study=wave.about, person=OuterRef("pk"), withdrawn_on=None
    )
    return Exists(rows.filter(segments__in=groups) if groups else rows)


def _who_came_so_far(
    people: PersonQuerySet, wave: Wave, reached: str
) -> PersonQuerySet:
    got = Delivery.objects.reached().filter(
        wave__activity=wave.activity_id, person=OuterRef("pk"), step=Step.INVITATION
    )
    done = InviteLink.objects.filter(
        activity=wave.activity_id, participant__person=OuterRef("pk"), finishes__gt=0
    )
    tapped = Delivery.objects.filter(
        wave__activity=wave.activity_id, person=OuterRef("pk"), no_reminder=True
    )
    match reached:
        case Reached.NOT_INVITED:
            return people.filter(~Exists(got))
        case Reached.NOT_ANSWERED:
            return people.filter(Exists(got), ~Exists(done), ~Exists(tapped))
        case Reached.ANSWERED:
            return people.filter(Exists(done))
    return people


@transaction.atomic
def choose(
    wave_id: int, said: dict, *, people: list[UUID] | None = None, by: User
) -> Wave:
    """Keep whom a draft is for: a filter, or with kind "chosen" these people alone."""
    wave = Wave.objects.select_for_update(of=["self"]).get(pk=wave_id)
    if wave.state != Wave.State.DRAFT:
        raise Refusal(
            _("This mailing has started, so it stays with the people it went to."),
            code="started",
        )
    by_hand = said["kind"] == Kind.CHOSEN
    wave.audience_filter = None if by_hand else said
    wave.save(update_fields=["audience_filter"])
    ours = Person.objects.filter(agency=wave.agency_id).current()
    wave.audience.set(ours.with_ids(people or []) if by_hand else [])
    return wave


def freeze(wave: Wave) -> None:
    """Write down in one statement whom the filter means now; it means them for good."""
    if wave.audience_filter is not None:
        write_down(wave, filtered(wave, wave.audience_filter).order_by())


def write_down(wave: Wave, people: PersonQuerySet) -> int:
    """Add these people to a mailing without reading them; returns how many are new."""
    found, params = people.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO studies_wave_audience (wave_id, person_id) "
            f"SELECT %s, found.* FROM ({found}) AS found ON CONFLICT DO NOTHING",
            [wave.pk, *params],
        )
        return cursor.rowcount


def lists_of(agency: Agency) -> QuerySet:
    """The newest lists that people were added by: day, origin and how many are left."""
    people = Person.objects.within(agency).current().order_by()
    rows = people.values("added_on", "how_we_got_it").annotate(people=Count("pk"))
    return rows.order_by("-added_on", "how_we_got_it")[:NEWEST_LISTS]


def brought_by(
    agency: Agency, days: Iterable[date]
) -> dict[date, list[tuple[str, int]]]:
    """Who brought files on which day, and how many people they added."""
    added = AccessLog.objects.within(agency).filter(
        act=AccessLog.Act.ADDED, about=Where.FILE, at__date__in=list(days)
    )
    rows = added.order_by("at__date", "by__name").values("at__date", "by__name")
    found: dict[date, list[tuple[str, int]]] = {}
    for row in rows.annotate(added=Sum("people")):  # a line for each batch of a file
        who = row["by__name"] or "–"
        found.setdefault(row["at__date"], []).append((who, row["added"]))
    return found


def in_words(wave: Wave) -> str:
    """The filter as the page of the mailing says it."""
    said = wave.audience_filter
    if said is None:
        return str(Kind.CHOSEN.label)
    parts = [str(Kind(said["kind"]).label)]
    if said["kind"] == Kind.LIST:
        day = date_format(date.fromisoformat(said["added_on"]), "DATE_FORMAT")
        parts = [_("Added on %(day)s: %(how)s") % {"day": day, "how": said["how"]}]
    if groups := said.get("groups"):
        names = Segment.objects.filter(study=wave.about, pk__in=groups)
        parts += names.values_list("name", flat=True)
    parts += [capfirst(language_name(code)) for code in said.get("languages", [])]
    if reached := said.get("reached"):
        parts.append(str(Reached(reached).label))
    return " · ".join(parts)


def by_number(wave: Wave, people: PersonQuerySet, most: int) -> list[Person]:
    """The first of them by their numbers in the study, then whoever has none yet."""
    study = wave.about
    if study is None:
        return list(people[:most])
    numbered = people.filter(participations__study=study)
    found = list(numbered.order_by("participations__number")[:most])
    if len(found) < most:
        others = people.exclude(participations__study=study)
        found += others[: most - len(found)]
    return found


def pseudonyms(wave: Wave, people: list[Person]) -> dict[UUID, str]:
    """What each is called in the study, else the beginning of an id."""
    rows = wave.about.participants.filter(person__in=people) if wave.about else []
    return {one.pk: str(one) for one in people} | {
        row.person_id: row.pseudonym for row in rows
    }
