"""One step of a list's way, in a process of its own: `recruited STEP ENDING PEOPLE`."""

import csv
import io
import json
import resource
import sys
import time
import uuid

import xlsxwriter
from django.db import connection, transaction
from django.utils import timezone

from studies.agencies.models import Agency, User
from studies.intake import actions as intake
from studies.intake import working
from studies.intake.models import PeopleFile
from studies.people.models import Person
from studies.people.vault import keyed_hash, seal

HEADINGS = ["Full name", "E-mail", "Phone", "Language"]
LANGUAGES = ["English", "español", "العربية", "简体中文", "Haitian Creole"]


def main(step: str, ending: str, people: int) -> None:
    agency, user = _places(f"{ending}-{step == 'bare'}")
    content = WRITERS[ending](people) if step in ("bare", "receive", "again") else b""
    before = _peak()
    begun, worked = time.perf_counter(), time.process_time()
    STEPS[step](agency, user, content, ending)
    seconds = time.perf_counter() - begun
    found = {
        "seconds": seconds,
        "processor": time.process_time() - worked,
        "peak": _peak(),
        "grown": _peak() - before,
        "people": Person.objects.within(agency).count(),
    }
    print(json.dumps(found))


def _places(name: str) -> tuple[Agency, User]:
    agency, _made = Agency.objects.get_or_create(
        slug=name.lower(), defaults={"name": name}
    )
    user, _made = User.objects.get_or_create(email="june@example.org")
    return agency, user


def rows(people: int) -> list[list[str]]:
    """Everyone has a name; some share a family's phone, a few have no e-mail."""
    return [
        [
            f"Pérez Example {n}",
            "" if n % 50 == 0 else f"person{n}@mail{n % 40}.example.org",
            f"+1 212 555 {n // 3:07}" if n % 2 or n % 50 == 0 else "",
            LANGUAGES[n % len(LANGUAGES)],
        ]
        for n in range(people)
    ]


def _csv(people: int) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS, *rows(people)])
    return text.getvalue().encode()


def _xlsx(people: int) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate([HEADINGS, *rows(people)]):
        sheet.write_row(line, 0, row)
    book.close()
    return buffer.getvalue()


def receive(agency: Agency, user: User, content: bytes, ending: str) -> PeopleFile:
    return intake.receive(
        content, name=f"list.{ending}", agency=agency, how_we_got_it="Bench", by=user
    )


def check(agency: Agency, user: User, *_rest) -> None:
    file = PeopleFile.objects.within(agency).waiting().get()
    intake.choose_columns(
        file.pk,
        {int(number): field for number, field in file.columns.items()},
        heading_line=file.heading_line,
        encoding=file.encoding,
        language="en",
        check=True,
        by=user,
    )
    working.work(file.pk)


def add(agency: Agency, user: User, *_rest) -> None:
    file = PeopleFile.objects.within(agency).waiting().get()
    intake.add(file.pk, by=user)
    working.work(file.pk)


def again(agency: Agency, user: User, content: bytes, ending: str) -> None:
    receive(agency, user, content, ending)
    check(agency, user)
    add(agency, user)


@transaction.atomic
def bare(agency: Agency, user: User, content: bytes, ending: str) -> None:
    """The least: no row is looked at, nobody is looked for."""
    listed = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
    today = timezone.localdate()
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY studies_person (id, agency_id, name, email, phone, email_hash,"
            " phone_hash, language, how_we_got_it, added_on) FROM STDIN"
        ) as copy,
    ):
        for name, email, phone, language in listed:
            cells = [seal(cell) if cell else b"" for cell in (name, email, phone)]
            hashes = [keyed_hash(cell) if cell else "" for cell in (email, phone)]
            row = (uuid.uuid4(), agency.pk, *cells, *hashes, language, "Bench", today)
            copy.write_row(row)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


WRITERS = {"csv": _csv, "xlsx": _xlsx}
STEPS = {"receive": receive, "check": check, "add": add, "again": again, "bare": bare}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
