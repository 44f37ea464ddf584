from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.intake import actions as intake
from studies.intake import working
from studies.intake.headings import Field
from studies.intake.models import PeopleFile
from studies.outreach.models import Delivery, Suppression
from studies.people import actions as people
from studies.people.models import AccessLog, Person
from studies.people.vault import keyed_hash
from tests import make
from tests.intake.files import csv_of
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db
COLUMNS = {0: Field.NAME, 1: Field.EMAIL, 2: Field.PHONE, 3: Field.LANGUAGE}
HEAD = ["Name", "Email", "Phone", "Language"]


@pytest.fixture
def agency():
    return make.agency()


def sent(agency, *rows) -> PeopleFile:
    return make.people_file(
        agency=agency,
        content=csv_of(HEAD, *rows),
        encoding="utf-8-sig",
        heading_line=1,
        columns={str(column): field for column, field in COLUMNS.items()},
        sent_by=make.user(),
    )


def checked(file: PeopleFile, **more) -> PeopleFile:
    values = {"heading_line": 1, "encoding": "utf-8-sig", "language": "en"} | more
    intake.choose_columns(file.pk, COLUMNS, check=True, by=file.sent_by, **values)
    working.work(file.pk)
    return PeopleFile.objects.get(pk=file.pk)


def added(agency, *rows) -> PeopleFile:
    file = checked(sent(agency, *rows))
    intake.add(file.pk, by=file.sent_by)
    working.work(file.pk)
    return PeopleFile.objects.get(pk=file.pk)


def listed(agency) -> set[tuple]:
    fields = "name", "email", "phone", "language"
    return set(Person.objects.within(agency).values_list(*fields))


def test_people_of_a_file_are_added_sealed_with_how_we_got_them(agency):
    file = added(
        agency,
        ["Ana Ruiz", "Ana Ruiz <ana@example.org>", "+1 555 0142", "Spanish"],
        ["Bo Lin", "", "555-0143", ""],
    )

    assert listed(agency) == {
        ("Ana Ruiz", "ana@example.org", "+1 555 0142", "es"),
        ("Bo Lin", "", "555-0143", "en"),
    }
    person = Person.objects.at_address("ana@example.org").get()
    assert person.how_we_got_it == file.how_we_got_it
    assert person.added_on == timezone.localdate()
    assert (file.state, file.counts, file.lines) == ("added", {"added": 2}, {})


def test_nothing_is_added_before_somebody_confirms(agency):
    file = checked(sent(agency, ["Ana", "ana@example.org"]))

    working.work(file.pk)
    working.work_due()

    assert (file.state, file.counts) == ("checked", {"added": 1})
    assert not Person.objects.exists()


def test_the_same_file_twice_adds_nobody(agency):
    rows = [
        ["Ana", "ana@example.org", "", ""],
        ["Bo", "family@example.org", "", ""],
        ["Cy", "family@example.org", "", ""],
        ["", "nameless@example.org", "", ""],
        ["Di", "", "555-0143", ""],
    ]
    first, second = added(agency, *rows), added(agency, *rows)

    assert first.counts == {"added": 5, "shared": 1}
    assert second.counts == {"known": 5}
    assert second.lines == {"known": [[2, 6]]}
    assert Person.objects.count() == 5


def test_the_same_address_with_another_name_is_another_person(agency):
    make.person(agency=agency, name="Marisol Vega", email="family@example.org")
    make.person(agency=agency, name="Sol", email="", phone="555-0199")

    file = added(
        agency,
        ["marisol  VEGA", "Family@Example.org", "", ""],
        ["Nico Vega", "family@example.org", "", ""],
        ["Lu", "lu@example.org", "555-0199", ""],
        ["", "family@example.org", "", ""],
        ["Sol", "sol2@example.org", "555-0199", ""],
    )

    assert file.lines == {
        "known": [[2, 2], [6, 6]],
        "twice": [[5, 5]],
        "shared": [[3, 4]],
    }
    assert file.counts["added"] == 2


def test_father_and_son_with_one_phone_and_one_name_stay_two_people(agency):
    file = added(
        agency,
        ["Juan Soto", "juan@example.org", "555-0199", ""],
        ["Juan Soto", "junior@example.org", "555-0199", ""],
    )

    assert file.counts == {"added": 2, "shared": 1}


def test_each_finding_names_its_rows(agency):
    make.person(agency=agency, name="Gone", email="gone@example.org")
    people.archive(Person.objects.get().pk, by=make.user())
    for address, reason in (
        ("no@example.org", "stopped"),
        ("x@example.org", "bounced"),
    ):
        Suppression.objects.create(address_hash=keyed_hash(address), reason=reason)

    file = checked(
        sent(
            agency,
            ["Ana", "ana at example", "", ""],
            ["Bo", "", "call me", ""],
            ["Cy", "", "", ""],
            ["D" * 121, "d@example.org", "", ""],
            ["=A1", "e@example.org", "", ""],
            ["Fi", "fi@example.org", "", "Klingon"],
            ["Fi", "FI@example.org", "", ""],
            ["No", "no@example.org", "", ""],
            ["Ex", "x@example.org", "", ""],
            ["Gone", "gone@example.org", "", ""],
            ["", "", "", ""],
            ["Two", "a@example.org, b@example.org", "", ""],
        )
    )

    assert file.lines == {
        "bad_email": [[2, 2], [13, 13]],
        "bad_phone": [[3, 3]],
        "no_address": [[4, 4]],
        "too_long": [[5, 5]],
        "formula": [[6, 6]],
        "unknown_language": [[7, 7]],
        "twice": [[8, 8]],
        "stopped": [[9, 9]],
        "bounced": [[10, 10]],
        "taken_off": [[11, 11]],
    }
    assert file.counts["added"] == 1


def test_somebody_invited_often_enough_is_known_and_over_the_cap(agency):
    person = make.person(agency=agency, name="Ana", email="ana@example.org")
    clock = Clock(timezone.now())
    make.wave(make.open_activity(agency=agency), [person], now=clock.now)
    Delivery.objects.filter(step="invitation").update(
        state="handed_over", claimed_at=clock.now, handed_over_at=clock.now
    )

    file = checked(sent(agency, ["Ana", "ana@example.org", "", ""]))

    assert file.lines == {"at_cap": [[2, 2]]}


def test_people_of_another_agency_are_not_known_here(agency):
    make.person(name="Ana", email="ana@example.org")

    assert checked(sent(agency, ["Ana", "ana@example.org"])).counts == {"added": 1}


def test_what_changed_between_check_and_add_counts(agency):
    file = checked(sent(agency, ["Ana", "ana@example.org"], ["Bo", "bo@example.org"]))
    Suppression.objects.create(
        address_hash=keyed_hash("ana@example.org"), reason="stopped"
    )
    intake.add(file.pk, by=file.sent_by)
    working.work(file.pk)

    kept = PeopleFile.objects.get(pk=file.pk)
    assert kept.counts == {"stopped": 1, "added": 1}
    assert {name for name, *_ in listed(agency)} == {"Bo"}


def test_the_file_is_erased_when_its_people_are_added(agency):
    file = added(agency, ["Ana", "ana@example.org", "", ""])

    assert (file.content, file.name, file.columns) == (None, "", {})
    assert file.ended_at is not None


def test_each_batch_is_one_line_of_the_access_log(agency, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 2)
    rows = [[f"P{n}", f"p{n}@example.org", "", ""] for n in range(5)]

    file = added(agency, *rows)

    lines = AccessLog.objects.order_by("pk").values_list("act", "by", "people", "about")
    who = file.sent_by_id
    assert list(lines) == [("added", who, n, "file of people") for n in (2, 2, 1)]


def test_names_that_were_opened_to_compare_are_written_down(agency):
    make.person(agency=agency, name="Ana", email="ana@example.org")
    make.person(agency=agency, name="Bo", email="bo@example.org")

    added(agency, ["Ana", "ana@example.org", "", ""], ["Cy", "cy@example.org", "", ""])

    lines = AccessLog.objects.order_by("pk").values_list("act", "people")
    assert list(lines) == [("read", 1), ("added", 1), ("read", 1)]


def test_a_worker_that_died_is_followed_by_one_that_goes_on(agency, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 2)
    rows = [[f"P{n}", f"p{n}@example.org", "", ""] for n in range(5)]
    file = checked(sent(agency, *rows, rows[0]))
    intake.add(file.pk, by=file.sent_by)
    copy, batches = working.Run._copy, []

    def dies_in_the_second(run, batch):
        batches.append(len(batch))
        if len(batches) == 2:
            raise KeyboardInterrupt
        copy(run, batch)

    monkeypatch.setattr(working.Run, "_copy", dies_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        working.work(file.pk)
    monkeypatch.setattr(working.Run, "_copy", copy)
    half = Person.objects.count()
    too_early = working.work(file.pk)
    later = timezone.now() + timedelta(minutes=5)
    working.work_due(clock=lambda: later)

    done = PeopleFile.objects.get(pk=file.pk)
    assert (half, too_early) == (2, False)
    assert (done.state, done.counts) == ("added", {"added": 5, "twice": 1})
    assert len(listed(agency)) == 5


def test_two_workers_never_add_one_list_twice(agency):
    file = checked(sent(agency, ["Ana", "ana@example.org"]))
    intake.add(file.pk, by=file.sent_by)
    intake.add(file.pk, by=file.sent_by)

    outcomes = [working.work(file.pk), working.work(file.pk)]

    assert outcomes == [True, False]
    assert Person.objects.count() == 1


def test_a_worker_whose_list_was_taken_over_leaves_nothing_behind(agency):
    file = checked(sent(agency, ["Ana", "ana@example.org"]))
    intake.add(file.pk, by=file.sent_by)
    run = working.Run(
        PeopleFile.objects.get(pk=file.pk), make.people_file().pk, Clock()
    )

    with pytest.raises(working.LostLease):
        run.add()

    assert not Person.objects.exists()
    assert not AccessLog.objects.exists()


def test_a_list_with_too_many_people_is_refused_and_erased(agency, monkeypatch):
    monkeypatch.setattr("studies.intake.reading.ROWS_LIMIT", 1)
    file = checked(sent(agency, ["Ana", "ana@example.org"], ["Bo", "bo@example.org"]))

    assert (file.state, file.trouble, file.content) == ("refused", "too_many", None)


def test_a_list_that_nobody_confirms_is_erased_after_a_day(agency):
    old = checked(sent(agency, ["Ana", "ana@example.org"]))
    new = sent(agency, ["Bo", "bo@example.org"])
    hours = timezone.now() + timedelta(hours=25)
    PeopleFile.objects.filter(pk=new.pk).update(
        sent_at=timezone.now() + timedelta(hours=2)
    )

    erased = [intake.erase_old(now=hours), intake.erase_old(now=hours)]

    states = dict(PeopleFile.objects.values_list("pk", "state"))
    assert (erased, states[old.pk], states[new.pk]) == (
        [1, 0],
        "thrown_away",
        "choosing",
    )
    assert PeopleFile.objects.get(pk=old.pk).content is None


def test_a_list_that_is_being_added_has_another_day_to_its_end(agency):
    file = checked(sent(agency, ["Ana", "ana@example.org"]))
    intake.add(file.pk, by=file.sent_by)
    hours = [file.sent_at + timedelta(hours=number) for number in (25, 49)]

    erased = [intake.erase_old(now=hour) for hour in hours]

    assert erased == [0, 1]
    assert PeopleFile.objects.get().content is None


def test_a_list_that_is_confirmed_as_it_is_to_be_erased_stays(agency, monkeypatch):
    file = checked(sent(agency, ["Ana", "ana@example.org"]))
    keep = intake._erase

    def confirmed_just_before(old, pk) -> bool:
        intake.add(pk, by=file.sent_by)
        return keep(old, pk)

    monkeypatch.setattr(intake, "_erase", confirmed_just_before)

    assert intake.erase_old(now=file.sent_at + timedelta(hours=25)) == 0
    assert PeopleFile.objects.get().state == "adding"


def test_a_list_thrown_away_is_erased_and_can_be_nothing_else(agency):
    file = checked(sent(agency, ["Ana", "ana@example.org"]))

    for _ in range(2):
        intake.throw_away(file.pk, by=file.sent_by)
    intake.add(file.pk, by=file.sent_by)

    gone = PeopleFile.objects.get(pk=file.pk)
    assert (gone.state, gone.content, working.work(file.pk)) == (
        "thrown_away",
        None,
        False,
    )


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({0: Field.NAME}, "no_address_column"),
        ({0: Field.EMAIL, 1: Field.EMAIL}, "column_twice"),
    ],
)
def test_columns_that_say_too_little_are_refused(agency, columns, code):
    file = sent(agency, ["Ana", "ana@example.org"])

    with pytest.raises(Refusal) as refused:
        intake.choose_columns(
            file.pk,
            columns,
            heading_line=1,
            encoding="utf-8-sig",
            language="en",
            check=True,
            by=file.sent_by,
        )

    assert refused.value.code == code
    assert PeopleFile.objects.get(pk=file.pk).state == "choosing"


def test_a_list_without_a_source_is_refused(agency):
    with pytest.raises(Refusal) as refused:
        intake.receive(
            b"email\na@example.org\n",
            name="a.csv",
            agency=agency,
            how_we_got_it=" ",
            by=make.user(),
        )

    assert refused.value.code == "no_source"
    assert not PeopleFile.objects.exists()


def test_a_shelter_with_one_phone_is_opened_once(agency, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 10)
    rows = [[f"P{n}", "", "555-0199", ""] for n in range(40)]
    added(agency, *rows)
    opened = []
    keep = working.Judge._open
    monkeypatch.setattr(
        working.Judge,
        "_open",
        lambda judge, pks: (opened.append(len(pks)), keep(judge, pks)),
    )

    again = checked(sent(agency, *rows))

    assert again.counts == {"known": 40}
    assert opened == [40, 0, 0, 0]
