"""Every rule about writing to people, checked on a year that is over.

Apart from the code that sends: from what a witness saw leave, from what was done, and
from the ledger as it stands. Each rule gives its breaches in words.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from studies.outreach.models import Delivery, Wave
from studies.sessions.models import Letter
from tests.outreach.year.witness import Mail
from tests.outreach.year.world import Year

RULES: list[Callable[[Year], Iterable[str]]] = []
REMINDERS = ("reminder", "reminder_2")
ASKING = ("invitation", *REMINDERS)
YEAR = timedelta(days=365)
SENT = ("handed_over", "delivered", "complained")


def rule(check: Callable) -> Callable:
    RULES.append(check)
    return check


def breaches(year: Year) -> list[str]:
    return [f"{check.__name__}: {said}" for check in RULES for said in check(year)]


def moments(year: Year, what: str, who: object = None, about: object = None) -> list:
    return [
        fact.at
        for fact in year.facts
        if fact.what == what and fact.who == who and about in (None, fact.about)
    ]


def holds(year: Year, begins: str, ends: str, who: object, at: datetime) -> bool:
    """Between one thing and the other, as of that moment; the later one decides."""
    here = [f for f in year.facts if f.who == who and f.at <= at]
    last = [fact.what for fact in here if fact.what in (begins, ends)]
    # What was done in the same moment came after that moment's messages, or before.
    same = {f.what for f in here if f.at == at}
    return bool(last) and last[-1] == begins and not {begins, ends} & same


def shown(mail: Mail) -> str:
    return (
        f"{mail.step} of {mail.wave} to {mail.person.hex[:4]} at {mail.at:%m-%d %H:%M}"
    )


@rule
def only_by_day_where_the_person_is(year: Year) -> Iterable[str]:
    first, last = year.agency.mail_from, year.agency.mail_until
    for mail in year.witness.mails:
        hour = mail.at.astimezone(ZoneInfo(mail.zone)).hour
        if not first <= hour < last:
            yield f"{shown(mail)}, where it is {hour} in {mail.zone}"


@rule
def nothing_leaves_twice(year: Year) -> Iterable[str]:
    for row, times in Counter(mail.row for mail in year.witness.mails).items():
        if times > 1 + len(moments(year, "again", row)):
            yield f"{row} left {times} times"


@rule
def what_left_is_in_the_ledger_and_the_other_way_round(year: Year) -> Iterable[str]:
    left = {mail.row for mail in year.witness.mails}
    rows = {row.pk: row.state for row in Delivery.objects.all()}
    for row in left:
        if rows[row] not in (*SENT, "uncertain") and not moments(year, "again", row):
            yield f"{row} left and is {rows[row]}"
    for row, state in rows.items():
        said_so = moments(year, "arrived", row)
        if state in SENT and row not in left and not said_so:
            yield f"{row} is {state} and never left"


@rule
def each_person_of_an_audience_has_one_row_for_each_step(year: Year) -> Iterable[str]:
    started = Wave.objects.exclude(state="draft").filter(started_at__isnull=False)
    for wave in started:
        steps = [step for step in wave.steps if step != "thank_you"]
        rows = wave.deliveries.exclude(person=None).exclude(step="thank_you")
        found = Counter(rows.values_list("person", "step"))
        people = wave.audience.values_list("pk", flat=True)
        wanted = {(person, step): 1 for person in people for step in steps}
        if found != wanted:
            yield f"{wave.pk}: {found - Counter(wanted)} {Counter(wanted) - found}"


@rule
def nothing_is_forgotten(year: Year) -> Iterable[str]:
    """After two quiet days nothing is due but what may not go, and nothing is stuck."""
    day_ago = year.clock.now - timedelta(days=1)
    for row in Delivery.objects.filter(state__in=["queued", "claimed", "in_hand"]):
        activity = row.wave.activity
        waits = row.wave.state == "paused" or (activity and activity.state == "paused")
        if row.due_at < day_ago and not waits:
            yield f"{row.pk} is {row.state}, due {row.due_at}"


@rule
def what_was_dropped_says_why(year: Year) -> Iterable[str]:
    for row in Delivery.objects.filter(state="dropped", reason=""):
        yield str(row.pk)


def invitations(year: Year) -> dict[object, list[tuple[datetime, object]]]:
    """{person: [(moment, study)]} by mail and by visit, to studies new to them then."""
    found = defaultdict(list)
    for mail in year.witness.mails:
        if mail.step == "invitation":
            found[mail.person].append((mail.at, mail.study or -mail.activity))
    asked = Letter.objects.filter(kind="invitation", state="handed_over")
    rows = asked.values_list(
        "booking__participant__person",
        "handed_over_at",
        "booking__session__round__study",
    )
    for person, at, study in rows:
        found[person].append((at, study))
    return {
        person: sorted(
            (at, study)
            for at, study in asked
            if not any(when <= at for when in moments(year, "joins", person, study))
        )
        for person, asked in found.items()
        if person is not None
    }


@rule
def one_new_study_in_so_many_days_and_so_many_in_a_year(year: Year) -> Iterable[str]:
    month = timedelta(days=year.agency.cap_days)
    for person, asked in invitations(year).items():
        for at, study in asked:
            before = [(when, s) for when, s in asked if s != study and when <= at]
            if any(at - when < month for when, _s in before):
                yield f"{person.hex[:4]} was asked again at {at}"
            lately = {s for when, s in before if at - when < YEAR}
            if len(lately) >= year.agency.cap_in_a_year:
                yield f"{person.hex[:4]} was asked to {len(lately) + 1} studies by {at}"


@rule
def few_reminders_and_days_apart(year: Year) -> Iterable[str]:
    about = defaultdict(list)
    for mail in year.witness.mails:
        if mail.activity and mail.step in ASKING:
            about[mail.person, mail.activity].append(mail)
    for mails in about.values():
        reminders = [mail for mail in mails if mail.step in REMINDERS]
        again = sum(len(moments(year, "again", mail.row)) for mail in reminders)
        if len({mail.row for mail in reminders}) > year.agency.most_reminders + again:
            yield f"{len(reminders)} reminders: {shown(reminders[-1])}"
        for before, mail in zip(mails, mails[1:], strict=False):
            apart = timedelta(days=year.agency.reminder_days)
            resent = moments(year, "again", mail.row)
            if mail.step in REMINDERS and mail.at - before.at < apart and not resent:
                yield f"too soon after {shown(before)}: {shown(mail)}"


@rule
def nobody_is_invited_to_one_survey_by_two_mailings(year: Year) -> Iterable[str]:
    first, had = {}, set(Delivery.objects.reached().values_list("pk", flat=True))
    for mail in year.witness.mails:
        if not mail.activity or mail.step != "invitation" or mail.row not in had:
            continue
        if first.setdefault((mail.person, mail.activity), mail.wave) != mail.wave:
            yield shown(mail)


@rule
def a_reminder_follows_an_invitation_that_left(year: Year) -> Iterable[str]:
    invited = {(m.wave, m.person) for m in year.witness.mails if m.step == "invitation"}
    said = {fact.who for fact in year.facts if fact.what == "arrived"}
    rows = Delivery.objects.filter(pk__in=said).values_list("wave", "person")
    for mail in year.witness.mails:
        if mail.step in REMINDERS and (mail.wave, mail.person) not in {*invited, *rows}:
            yield shown(mail)


@rule
def nobody_who_stopped_is_written_to(year: Year) -> Iterable[str]:
    for mail in year.witness.mails:
        if holds(year, "stops", "wants_again", mail.address, mail.at):
            yield shown(mail)


@rule
def nobody_is_written_to_while_off_the_list(year: Year) -> Iterable[str]:
    for mail in year.witness.mails:
        if holds(year, "put_away", "brought_back", mail.person, mail.at):
            yield shown(mail)


@rule
def a_no_and_a_break_hold(year: Year) -> Iterable[str]:
    member = year.member.person_id
    for mail in year.witness.mails:
        if mail.person != member or mail.step not in ASKING:
            continue
        if holds(year, "leaves", "says_yes", member, mail.at):
            yield f"after a no: {shown(mail)}"
        rests = [f for f in year.facts if f.what == "rests" and f.at < mail.at]
        day = mail.at.astimezone(year.agency.zone).date()
        if rests and rests[-1].who == member and day < _until(rests[-1].about):
            yield f"in a break: {shown(mail)}"


def _until(day: object) -> date:
    assert isinstance(day, date)
    return day


@rule
def who_has_answered_is_neither_asked_nor_reminded(year: Year) -> Iterable[str]:
    for mail in year.witness.mails:
        for what in ("answers", "taps_done"):
            done = moments(year, what, mail.person, mail.activity)
            if mail.step in ASKING and any(at < mail.at for at in done):
                yield f"{what}: {shown(mail)}"


@rule
def thanks_come_once_and_after_an_answer(year: Year) -> Iterable[str]:
    thanked = Counter()
    for mail in year.witness.mails:
        if mail.step == "thank_you":
            if not moments(year, "again", mail.row):
                thanked[mail.person, mail.activity] += 1
            if not any(
                at < mail.at
                for at in moments(year, "answers", mail.person, mail.activity)
            ):
                yield f"no answer: {shown(mail)}"
    for key, times in thanked.items():
        if times > 1:
            yield f"{times} thanks: {key}"


@rule
def who_took_it_back_hears_no_more_of_it(year: Year) -> Iterable[str]:
    for mail in year.witness.mails:
        gone = moments(year, "is_erased", mail.person)
        if mail.study:
            gone += moments(year, "takes_out", mail.person, mail.study)
        if any(at < mail.at for at in gone):
            yield shown(mail)


@rule
def what_rests_or_is_over_sends_nothing(year: Year) -> Iterable[str]:
    for mail in year.witness.mails:
        if holds(year, "mailing_pauses", "mailing_goes_on", mail.wave, mail.at):
            yield f"its mailing rests: {shown(mail)}"
        if any(at < mail.at for at in moments(year, "mailing_ends", mail.wave)):
            yield f"its mailing is over: {shown(mail)}"
        if mail.activity is None:
            continue
        rests = holds(year, "survey_pauses", "survey_goes_on", mail.activity, mail.at)
        if rests and not moments(year, "survey_ends", mail.activity):
            yield f"its survey rests: {shown(mail)}"
        over = any(at < mail.at for at in moments(year, "survey_ends", mail.activity))
        if over and mail.step != "thank_you":
            yield f"its survey is over: {shown(mail)}"


@rule
def visits_ask_by_day_and_only_whom_they_may(year: Year) -> Iterable[str]:
    rows = Letter.objects.filter(kind="invitation", state="handed_over")
    for letter in rows.select_related("booking__participant__person"):
        person = letter.booking.participant.person
        if person is None:
            continue
        for begins, ends, who in (
            ("stops", "wants_again", person.email),
            ("put_away", "brought_back", person.pk),
        ):
            if holds(year, begins, ends, who, letter.handed_over_at):
                yield f"{begins}: {person} at {letter.handed_over_at}"
