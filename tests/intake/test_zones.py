"""Where somebody's clock is, as lists say it."""

import pytest

from studies.intake import actions as intake
from studies.intake import working
from studies.intake.headings import Field, guess, guess_by_cells
from studies.intake.models import PeopleFile
from studies.intake.zones import zone_of
from studies.people.models import Person
from tests import make
from tests.intake.files import csv_of


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        ("america/new york", "America/New_York"),
        ("Asia/Ho Chi Minh", "Asia/Ho_Chi_Minh"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("EST", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("PT", "America/Los_Angeles"),
        ("Arizona (Phoenix)", "America/Phoenix"),
        ("San Juan", "America/Puerto_Rico"),
        ("Nairobi", "Africa/Nairobi"),
        ("Hora del Pacífico", "America/Los_Angeles"),
        ("UTC-5", ""),
        ("-05:00", ""),
        ("Mars", ""),
        ("", ""),
    ],
)
def test_zones_are_known_by_name_by_letters_and_by_place(said, zone):
    assert zone_of(said) == zone


def test_a_column_of_zones_is_guessed_by_its_heading_or_its_cells():
    assert guess(["Email", "Time Zone"])[1] == Field.TIME_ZONE
    assert guess(["Correo", "Zona horaria"])[1] == Field.TIME_ZONE
    assert guess(["邮箱", "时区"])[1] == Field.TIME_ZONE
    assert guess_by_cells([["a@example.org", "America/Chicago"]]) == {
        0: Field.EMAIL,
        1: Field.TIME_ZONE,
    }


@pytest.mark.django_db
def test_people_of_a_file_keep_their_zone_and_a_strange_one_is_pointed_out():
    columns = {0: Field.EMAIL, 1: Field.TIME_ZONE}
    file = make.people_file(
        content=csv_of(
            ["Email", "Time zone"],
            ["ana@example.org", "Pacific"],
            ["bo@example.org", ""],
            ["chen@example.org", "somewhere"],
        ),
        encoding="utf-8-sig",
        heading_line=1,
        sent_by=make.user(),
    )
    said = {"heading_line": 1, "encoding": "utf-8-sig", "language": "en"}
    intake.choose_columns(file.pk, columns, check=True, by=file.sent_by, **said)
    working.work(file.pk)
    intake.add(file.pk, by=file.sent_by)
    working.work(file.pk)

    kept = PeopleFile.objects.get()
    assert {row.email: row.time_zone for row in Person.objects.all()} == {
        "ana@example.org": "America/Los_Angeles",
        "bo@example.org": "",
        "chen@example.org": "",
    }
    assert kept.counts == {"added": 3, "unknown_zone": 1}
    assert kept.lines == {"unknown_zone": [[4, 4]]}
