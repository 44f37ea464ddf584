"""What each kind asks of a designer beside the question's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst

from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import WAYS_OUT
from feedback.surveys.models import Question


@dataclass(frozen=True)
class KindSettings:
    """The fields of one kind, shown while that kind is picked."""

    code: str
    label: str
    fields: list[forms.BoundField]


def field_name(kind: str, setting: str) -> str:
    return f"{kind}-{setting}"


def setting_fields(question: Question | None) -> dict[str, forms.Field]:
    """A field for each setting of each kind, holding what the question has saved."""
    found = {}
    for kind in KINDS.values():
        is_own = question is not None and question.kind == kind.code
        saved = question.settings if is_own else {}
        for setting, field in kind.setting_fields().items():
            field.initial = _shown(saved.get(setting))
            found[field_name(kind.code, setting)] = field
    return found


def grouped(form: forms.Form) -> Iterator[KindSettings]:
    for kind in KINDS.values():
        names = [field_name(kind.code, setting) for setting in kind.setting_fields()]
        if names:
            fields = [form[name] for name in names]
            yield KindSettings(kind.code, capfirst(kind.label), fields)


def checked(form: forms.Form, kind: str) -> dict[str, Any]:
    """The settings of the picked kind; what does not fit is said at its field.

    Fields of other kinds, which nobody sees, are in nobody's way.
    """
    for own in grouped(form):
        for field in own.fields:
            if own.code != kind:
                form.errors.pop(field.name, None)
    cleaned = {
        setting: form.cleaned_data.get(field_name(kind, setting))
        for setting in KINDS[kind].setting_fields()
    }
    if form.errors:
        return {}
    try:
        kept = KINDS[kind].checked_settings(cleaned)
    except forms.ValidationError as error:
        for setting, messages in error.message_dict.items():
            form.add_error(field_name(kind, setting), messages)
        return {}
    return kept | _ways(kind, form.cleaned_data)


def _ways(kind: str, cleaned: Mapping[str, Any]) -> dict[str, bool]:
    if not KINDS[kind].offers_ways_out:
        return {}
    return {name: True for name in WAYS_OUT if cleaned.get(name)}


def _shown(saved: Any) -> Any:
    return "\n".join(saved) if isinstance(saved, list) else saved
