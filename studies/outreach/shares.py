"""What a worker brings along for the rows that it took: links, people, first answers."""

import uuid
from collections import defaultdict
from datetime import datetime

from cryptography.fernet import InvalidToken

from studies.outreach import asking, ledger, ways
from studies.outreach.models import Delivery, Wave
from studies.outreach.slow_domains import Domains
from studies.outreach.turning import VERSION
from studies.partners import actions as partners
from studies.people import access
from studies.people.models import AccessLog, Person
from studies.people.models.person import PersonQuerySet


def note_access(wave: Wave, people: int) -> None:
    access.log(
        AccessLog.Act.MAILED,
        agency=wave.agency,
        by=None,
        people=people,
        about=f"mailing {wave.pk}",
        study=wave.about,
    )


def give_personal_links(wave: Wave, rows: list[Delivery]) -> None:
    activity = wave.activity
    if activity is None or activity.anonymous:
        return
    ids = [row.participant_id for row in rows if row.participant_id]
    found = partners.personal_links(activity.pk, ids)
    for row in rows:
        row.link = found.get(row.participant_id)


def bring_people(wave: Wave, rows: list[Delivery], now: datetime) -> list[Delivery]:
    """Each row with its person, and with what the question says of them for now.

    Gives those whose person is there and can't be read.
    """
    lost, unread = [], ["name"]
    if ways.texted(wave) is None:
        unread.append("phone")
    for step in {row.step for row in rows}:
        ours = [row for row in rows if row.step == step]
        people = Person.objects.with_ids(row.person_id for row in ours if row.person_id)
        asked = asking.question(people, wave, step, now).annotate(version=VERSION)
        found, sealed = _read(asked.defer(*unread))
        lost += [row for row in ours if row.person_id in sealed]
        for row in ours:
            row.person = found.get(row.person_id)
    return lost


def _read(people: PersonQuerySet) -> tuple[dict[uuid.UUID, Person], set[uuid.UUID]]:
    """Those who can be read, and those sealed under a key that is not here."""
    try:
        return {person.pk: person for person in people}, set()
    except InvalidToken:
        found, sealed = {}, set()
        for pk in list(people.values_list("pk", flat=True)):
            try:
                found |= {person.pk: person for person in people.filter(pk=pk)}
            except InvalidToken:
                sealed.add(pk)
        return found, sealed


def choose_ways(rows: list[Delivery], lease: uuid.UUID) -> None:
    """Each by mail or by text message, as its person wishes now."""
    changed = defaultdict(list)
    for row in rows:
        if row.channel != (way := ways.of(row.person.by_text)):
            row.channel = way
            changed[way].append(row.pk)
    for way, pks in changed.items():
        Delivery.objects.filter(pk__in=pks, lease=lease).update(channel=way)


def settle(
    wave: Wave, rows: list[Delivery], lease: uuid.UUID, now: datetime
) -> list[Delivery]:
    """Drop and put off in few statements what the first answers speak against.

    Gives the others. Of each of them the question is asked again before it leaves.
    """
    wanted: list[Delivery] = []
    dropped: dict[str, list[Delivery]] = defaultdict(list)
    later: dict[Delivery, datetime] = {}
    asleep: dict[str, datetime] = {}
    for row in rows:
        answer = asking.of_mailing(wave, row, now)
        answer = answer or asking.of_person(wave, row.person, now)
        if answer.reason:
            dropped[answer.reason].append(row)
        elif answer.wait_until:
            later[row] = answer.wait_until
            if answer.asleep is not None:
                asleep[answer.asleep] = answer.wait_until
        else:
            wanted.append(row)
    for reason, ours in dropped.items():
        ledger.drop_all(ours, lease, reason, now)
    if later:
        ledger.postpone_all(later, lease, now)
    for zone, until in asleep.items():
        ledger.let_sleep(wave.pk, zone, now, until)
    return wanted


def domains(rows: list[Delivery]) -> Domains:
    mails = [row for row in rows if row.channel == Delivery.Channel.EMAIL]
    return Domains.of({row.pk: row.person.email for row in mails if row.person})
