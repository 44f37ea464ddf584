"""What changed on a row, when and by whom, in words for its history page."""

from django.db.models import Model


def changes_of(row: Model) -> list[dict]:
    """The row's versions, newest first, each with the fields that changed in it."""
    records = list(row.history.select_related("history_user").order_by("-history_id"))
    earlier = [*records[1:], None]
    return [
        {
            "at": record.history_date,
            "by": record.history_user,
            "kind": record.history_type,
            "fields": _differences(row, record, before),
        }
        for record, before in zip(records, earlier, strict=True)
    ]


def _differences(row: Model, record, before) -> list[dict]:
    if before is None:
        return []
    delta = record.diff_against(before, foreign_keys_are_objs=False)
    return [
        {
            "name": row._meta.get_field(change.field).verbose_name,
            "old": _shown(row, change.field, change.old),
            "new": _shown(row, change.field, change.new),
        }
        for change in delta.changes
    ]


def _shown(row: Model, name: str, value: object) -> object:
    """The words of a choice rather than its code."""
    choices = dict(row._meta.get_field(name).flatchoices)
    return choices.get(value, value)
