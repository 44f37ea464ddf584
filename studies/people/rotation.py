from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Cast

from studies.people import access, second_factors, sign_in_sessions
from studies.people.models import AccessLog
from studies.people.vault import (
    SealedBytesField,
    is_sealed_with_newest,
    sealed_again,
)

CHUNK = 500


@dataclass
class Rotated:
    sealed_again: int = 0
    had_newest: int = 0
    # Rows that none of the keys opens, by table: their key was taken out too early.
    unreadable: dict[str, int] = field(default_factory=dict)


def sealed_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model that holds something sealed, with the names of those fields."""
    for model in apps.get_models():
        fields = model._meta.local_concrete_fields
        names = [f.name for f in fields if getattr(f, "is_sealed", False)]
        if names:
            yield model, names


def rotate(*, tell: Callable[[str, int], None] | None = None) -> Rotated:
    """Seal everything again with the newest key, so that older keys can be dropped.

    Rows are locked in short batches, each committed. Stopped in between, the next run
    leaves alone what has the newest key already. `tell` hears of each batch.
    """
    found = Rotated()
    for model, names in sealed_fields():
        _rotate(model, names, found, tell)
    found.sealed_again += second_factors.rotate() + sign_in_sessions.rotate()
    access.log(AccessLog.Act.ROTATED, agency=None, by=None, people=found.sealed_again)
    return found


def _rotate(model: type[models.Model], names: list[str], found: Rotated, tell) -> None:
    last = None
    # As the table holds it: the fields themselves would open it.
    raw = {f"raw_{name}": Cast(name, models.BinaryField()) for name in names}
    # Whole files are too large to hold many at once.
    is_file = any(isinstance(model._meta.get_field(n), SealedBytesField) for n in names)
    chunk = 1 if is_file else CHUNK
    while True:
        with transaction.atomic():
            rows = model._base_manager.select_for_update().order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            batch = list(rows.annotate(**raw).values_list(*raw, "pk")[:chunk])
            if not batch:
                return
            _seal_again(model, names, batch, found)
        last = batch[-1][-1]
        if tell:
            tell(model._meta.db_table, len(batch))


def _seal_again(
    model: type[models.Model], names: list[str], batch: list[tuple], found: Rotated
) -> None:
    table, changed = model._meta.db_table, []
    for *cells, pk in batch:
        if all(not cell or is_sealed_with_newest(cell) for cell in cells):
            found.had_newest += 1
            continue
        try:
            changed.append([*(cell and sealed_again(cell) for cell in cells), pk])
        except InvalidToken:
            found.unreadable[table] = found.unreadable.get(table, 0) + 1
    quote = connection.ops.quote_name
    columns = [model._meta.get_field(name).column for name in names]
    writes = ", ".join(f"{quote(column)} = %s" for column in columns)
    key = quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(table)} SET {writes} WHERE {key} = %s", changed
        )
    found.sealed_again += len(changed)
