"""Settings of questions in the words of the form that they are made with."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import WAY_LABELS, WAYS_OUT


def label(name: str) -> str:
    """What a setting is called; its own name where no kind knows it."""
    if name in WAYS_OUT:
        return str(WAY_LABELS[WAYS_OUT[name]])
    for kind in KINDS.values():
        fields = kind.setting_fields()
        if name in fields:
            return str(fields[name].label)
    return name


def words(name: str, value: Any) -> str:
    """A value as the form shows it, such as "yes" for a ticked box."""
    if value in (None, "", [], {}, False):
        return _("no") if value is False else "–"
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    for kind in KINDS.values():
        offered = dict(getattr(kind.setting_fields().get(name), "choices", ()))
        if isinstance(value, str) and value in offered:
            return str(offered[value])
    return str(value)


def all_words(settings: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{label(name)}: {words(name, settings[name])}" for name in settings
    )
