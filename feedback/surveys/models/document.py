"""Documents of published versions, whatever release compiled them."""

from typing import Any

from django.db import models

FORMAT = 2


class DocumentField(models.JSONField):
    """A compiled document; one of an older format is read in the present one.

    What is stored never changes, so that a version stays what was published.
    """

    def from_db_value(self, value, expression, connection):
        found = super().from_db_value(value, expression, connection)
        return in_present_format(found) if isinstance(found, dict) else found

    def deconstruct(self):
        """To migrations it is plain JSON: reading it differently changes no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def in_present_format(document: dict[str, Any]) -> dict[str, Any]:
    """The same survey with every name that the present format has."""
    if document.get("format") == FORMAT:
        return document
    later = {"settings": {}, "rows": [], "section": None, "require_when": None}
    questions = [
        later | question | {"show_when": present_rule(question["show_when"])}
        for question in document["questions"]
    ]
    return (
        {"sections": [], "rules": []}
        | document
        | {
            "format": FORMAT,
            "questions": questions,
        }
    )


def present_rule(rule: Any) -> Any:
    """{"any": [[key, [code, …]], …]}, the form of the first versions, as a tree."""
    if not rule or "any" not in rule:
        return rule
    parts = [
        {"op": "one_of", "question": key, "choices": list(codes)}
        for key, codes in rule["any"]
    ]
    return parts[0] if len(parts) == 1 else {"op": "or", "of": parts}
