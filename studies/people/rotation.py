from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from studies.people import access, second_factors, sessions
from studies.people.models import AccessLog
from studies.people.vault import SealedTextField

CHUNK = 500


def sealed_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every model that holds sealed text, with the names of those fields."""
    for model in apps.get_models():
        names = [f.name for f in model._meta.fields if isinstance(f, SealedTextField)]
        if names:
            yield model, names


def rotate() -> int:
    """Seal everything again with the newest key, so that older keys can be dropped.

    Rows are locked in short batches; running it twice does no harm.
    """
    rows = sum(_rotate(model, names) for model, names in sealed_fields())
    rows += second_factors.rotate() + sessions.rotate()
    access.log(AccessLog.Act.ROTATED, agency=None, by=None, people=rows)
    return rows


def _rotate(model: type[models.Model], names: list[str]) -> int:
    done, last = 0, None
    while True:
        with transaction.atomic():
            rows = model._base_manager.select_for_update().only("pk", *names)
            if last is not None:
                rows = rows.filter(pk__gt=last)
            batch = list(rows.order_by("pk")[:CHUNK])
            if not batch:
                return done
            model._base_manager.bulk_update(batch, names)
        done, last = done + len(batch), batch[-1].pk
