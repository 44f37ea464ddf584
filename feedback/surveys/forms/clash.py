"""Two people changed the same texts: what each wrote, one by one, and which stays.

A question, or what a survey says of itself.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from feedback.surveys.forms.boxes import FLAGS
from feedback.surveys.forms.moments import WRITTEN, MomentField
from feedback.surveys.forms.question import QuestionForm
from feedback.surveys.forms.survey import DetailsForm

Form = QuestionForm | DetailsForm
Sent = dict[str, list[str]]
# What belongs together and is kept together: choices and what each of them does.
TOGETHER = dict.fromkeys(FLAGS, "choices")
# Sent along, but nobody's text.
OURS = {"marker", "seen", "csrfmiddlewaretoken", "after"}
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """One text that differs; `keep` says whose is picked until somebody picks."""

    name: str
    label: str
    mine: list[str]
    theirs: list[str]
    keep: str

    @property
    def box(self) -> str:
        return f"keep-{self.name}"


def seen(form: Form) -> str:
    """Marks of each text as it was shown, sent along to tell later who changed what."""
    if form.is_bound:  # what was shown first, not what was typed since
        return form.data.get("seen", "")
    return json.dumps(_marks(untouched(form)), separators=(",", ":"))


def untouched(form: Form) -> Sent:
    """What a browser sends of the saved texts where nobody changes anything."""
    names = [name for name in form.fields if name not in OURS]
    sent = {n: _shown(form[n]) for n in names if not form.fields[n].disabled}
    return sent | (_boxes(form) if isinstance(form, QuestionForm) else {})


def _boxes(form: QuestionForm) -> Sent:
    """Those that are no fields: what each choice does, and when the question shows."""
    sent: Sent = {}
    for row in form.flag_rows():
        for flag, _words, is_ticked in row.boxes:
            sent.setdefault(flag, []).extend([row.choice.code] if is_ticked else [])
    sent["show_when"] = [
        value for row in form.earlier for value, _label, on in row.boxes if on
    ]
    return sent


def clashes(mine: QueryDict, saved: Form) -> list[Clash]:
    """Texts that somebody else saved otherwise since `mine` was opened.

    Where only they changed a text theirs is picked, else mine.
    """
    before = _read_marks(mine.get("seen", ""))
    theirs, sent = untouched(saved), dict(mine.lists())
    marks_of_theirs, marks_of_mine = _marks(theirs), _marks(sent)
    found = []
    for group, names in _groups([*theirs, *sent]).items():
        theirs_changed = _differ(marks_of_theirs, before, names)
        if theirs_changed and _differ(marks_of_theirs, marks_of_mine, names):
            mine_changed = _differ(marks_of_mine, before, names)
            keep = MINE if mine_changed or not before else THEIRS
            texts = [_text(saved, values, names) for values in (sent, theirs)]
            found.append(Clash(group, _label(saved, group), *texts, keep))
    return found


def resolved(mine: QueryDict, saved: Form) -> QueryDict:
    """What was typed, with their text wherever "Keep theirs" is picked."""
    data, theirs = mine.copy(), untouched(saved)
    for group, names in _groups([*theirs, *data]).items():
        if data.get(f"keep-{group}") == THEIRS:
            for name in names:
                data.setlist(name, theirs.get(name, []))
    return data


def _groups(names: Sequence[str]) -> dict[str, list[str]]:
    """Names of texts by what is kept together, in the order of the form."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        if name not in OURS and not name.startswith("keep-"):
            found.setdefault(TOGETHER.get(name, name), []).append(name)
    return found


def _differ(one: dict[str, str], other: dict[str, str], names: Sequence[str]) -> bool:
    return any(one.get(name) != other.get(name) for name in names)


def _marks(sent: Sent) -> dict[str, str]:
    """A short mark for each text that is not empty; ticks count in any order."""
    marks = {}
    for name, values in sent.items():
        written = sorted(_plain(value) for value in values if _plain(value))
        if written and name not in OURS:
            whole = json.dumps(written).encode()
            marks[name] = hashlib.sha256(whole).hexdigest()[:10]
    return marks


def _read_marks(text: str) -> dict[str, str]:
    try:
        marks = json.loads(text)
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _plain(value: str) -> str:
    return "\n".join(line.rstrip() for line in value.splitlines()).strip()


def _shown(field: BoundField) -> list[str]:
    value = field.value()
    if isinstance(value, datetime):
        return [value.strftime(WRITTEN)]
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]


def _label(form: Form, group: str) -> str:
    return form[group].label if group in form.fields else _("When it shows")


def _text(form: Form, sent: Sent, names: Sequence[str]) -> list[str]:
    """The lines that a person reads: words, ticks by their labels, flags apart."""
    said = []
    for name in names:
        values = [value for value in sent.get(name, []) if _plain(value)]
        said += _said(form, name, values)
    return said


def _said(form: Form, name: str, values: list[str]) -> list[str]:
    if name in FLAGS:
        labels = {choice.code: choice.label for choice in form.rows}
        return [f"{labels.get(code, code)}: {FLAGS[name]}" for code in values]
    if name == "show_when":
        labels = {
            value: f"{row.number}. {label}"
            for row in form.earlier
            for value, label, _on in row.boxes
        }
        return [labels.get(value, value) for value in values]
    if name in form.fields and hasattr(form.fields[name], "choices"):
        labels = {str(code): str(label) for code, label in form.fields[name].choices}
        return [labels.get(value, value) for value in values]
    if name in form.fields and isinstance(form.fields[name], MomentField):
        return [_moment(value) for value in values]
    if values == ["on"]:
        return [_("yes")]
    return [line for value in values for line in _plain(value).splitlines()]


def _moment(written: str) -> str:
    try:
        return date_format(datetime.fromisoformat(written), "DATETIME_FORMAT")
    except ValueError:  # as somebody typed it
        return written
