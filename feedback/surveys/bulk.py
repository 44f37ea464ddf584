from collections.abc import Sequence

from django.db.models import Model


def write_over(model: type[Model], rows: Sequence[Model], fields: list[str]) -> None:
    """Save these fields of saved rows in one statement, without history.

    Django's bulk_update writes one CASE a row and field: 20 s for 5,000 choices, where
    this takes less than one.
    """
    if rows:
        model._base_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
