from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.intake import reading
from studies.intake.faults import FileFault
from studies.intake.headings import Field
from studies.intake.models import PeopleFile, PeopleFileQuerySet

State = PeopleFile.State
# A list that nobody confirmed is contact data that nobody asked to keep.
KEPT_WAITING = timedelta(hours=24)
# What was confirmed in the last minute is still added to its end.
KEPT_ADDING = 2 * KEPT_WAITING
# A worker that says nothing for so long is taken for dead, and the work goes on.
SILENT = timedelta(minutes=3)


def receive(
    content: bytes, *, name: str, agency: Agency, how_we_got_it: str, by: User
) -> PeopleFile:
    """Keep a list sealed, with a guess at its columns; nobody is added yet."""
    how_we_got_it = how_we_got_it.strip()
    if not how_we_got_it:
        raise Refusal(
            _("Nothing was kept. Say how we got these addresses."), code="no_source"
        )
    encoding = reading.encoding_of(content)
    line, guessed = reading.first_guess(content, encoding)
    reading.refuse_too_many(content, encoding)
    return PeopleFile.objects.create(
        agency=agency,
        name=name[-120:],
        content=content,
        encoding=encoding,
        heading_line=line,
        columns={str(column): field for column, field in guessed.items()},
        how_we_got_it=how_we_got_it,
        sent_by=by,
    )


@transaction.atomic
def choose_columns(
    file_id: object,
    columns: dict[int, str],
    *,
    heading_line: int,
    encoding: str,
    language: str,
    check: bool,
    by: User,
) -> PeopleFile:
    """Say what the columns hold; with `check`, a worker then looks at every row."""
    file = _locked(file_id)
    if file.state not in (State.CHOOSING, State.CHECKED):
        return file
    content = bytes(file.content)
    file.encoding = encoding if file.encoding else ""
    file.heading_line, file.language = heading_line, language
    file.columns = {str(column): field for column, field in columns.items()}
    if not reading.columns(content, file.encoding, heading_line):
        raise FileFault("empty")
    file.state = State.CHOOSING
    if check:
        _refuse_unclear(list(columns.values()))
        file.state, file.lease, file.claimed_at = State.CHECKING, None, None
        file.counts, file.lines, file.lines_done = {}, {}, 0
        wake.on_commit("intake.work", file.pk)
    file.save()
    return file


def _refuse_unclear(fields: list[str]) -> None:
    if not {Field.EMAIL, Field.PHONE} & set(fields):
        raise Refusal(
            _("Say which column holds the e-mail addresses or the phone numbers."),
            code="no_address_column",
        )
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice:
        raise Refusal(
            _("Two columns are “%(what)s”. Choose one of them.")
            % {"what": Field(twice).label},
            code="column_twice",
        )


@transaction.atomic
def add(file_id: object, *, by: User) -> PeopleFile:
    """A worker adds the people of a checked list; a second time changes nothing."""
    file = _locked(file_id)
    if file.state == State.CHECKED:
        file.state, file.lease, file.claimed_at = State.ADDING, None, None
        file.sent_by = by  # who adds answers for it, as the access log says
        file.counts, file.lines, file.lines_done = {}, {}, 0
        file.save()
        wake.on_commit("intake.work", file.pk)
    return file


@transaction.atomic
def throw_away(file_id: object, *, by: User) -> PeopleFile:
    """Erase a list that nobody is added from; what is being added goes to its end."""
    file = _locked(file_id)
    if file.ended_at is None and file.state != State.ADDING:
        end(file, State.THROWN_AWAY)
        file.save()
    return file


def end(file: PeopleFile, state: State, *, trouble: str = "") -> None:
    """The list itself is erased by the very save that ends it."""
    file.state, file.trouble, file.ended_at = state, trouble, timezone.now()
    file.name = file.content = file.lease = None
    file.columns = {}


def erase_old(*, now: datetime | None = None) -> int:
    """Lists that were sent a day ago and not confirmed; returns how many.

    What is being added gets another day, so that no half of a list is left out.
    """
    now = now or timezone.now()
    unconfirmed = ~Q(state=State.ADDING) & Q(sent_at__lt=now - KEPT_WAITING)
    never_done = Q(sent_at__lt=now - KEPT_ADDING)
    old = PeopleFile.objects.waiting().filter(unconfirmed | never_done)
    return sum(_erase(old, pk) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _erase(old: PeopleFileQuerySet, file_id: object) -> bool:
    file = old.select_for_update().filter(pk=file_id).first()
    if file is None:  # somebody confirmed it meanwhile
        return False
    end(file, State.THROWN_AWAY)
    file.save()
    return True


def _locked(file_id: object) -> PeopleFile:
    return PeopleFile.objects.select_for_update().get(pk=file_id)
