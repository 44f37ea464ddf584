"""Who changed what in a survey, read from its history rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedback.surveys.kinds import KINDS, setting_words
from feedback.surveys.models import Choice, Question, Row, Rule, Section, Survey
from feedback.surveys.rules.sentences import rule_in_words
from studies.planning.models import Activity

# Places in an order change by themselves when a neighbor moves, and names of rows
# never do; neither tells a reader anything.
SILENT = {
    "position",
    "activity",
    "survey",
    "question",
    "section",
    "created_at",
    "name",
    "slug",
    "languages_ready",
    "public_texts",
    "minutes",
    "pilots",
    "carried_from",
}

# Rows of one save are written within this of each other.
ONE_SAVE = timedelta(seconds=1)


@dataclass(frozen=True)
class FieldChange:
    """One field of one row, before and after, as texts."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One save by one person."""

    at: datetime
    by: str
    what: str  # "Question: How was it?"
    verb: str  # "added", "changed", "archived", "brought back", "moved"
    fields: list[FieldChange]
    is_first: bool = False


def changes(survey: Survey) -> list[Change]:
    """Every change to the survey, its questions and choices, newest first.

    Choices that came with their question are part of that one change.
    """
    asked = list(_of(Question.history.filter(survey=survey.pk), _("Question")))
    begun = [change.at for change in asked if change.is_first]
    choices = _of(Choice.history.filter(question__survey=survey.pk), _("Choice"))
    rows = _of(Row.history.filter(question__survey=survey.pk), _("Line"))
    found = [
        *_of(Survey.history.filter(id=survey.pk), _("Survey")),
        *_of(Activity.history.filter(id=survey.activity_id), _("Survey")),
        *asked,
        *(change for change in choices if not _came_along(change, begun)),
        *(change for change in rows if not _came_along(change, begun)),
        *_of(Section.history.filter(survey=survey.pk), _("Section")),
        *_of(Rule.history.filter(survey=survey.pk), _("Rule")),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _came_along(change: Change, begun: list[datetime]) -> bool:
    if not change.is_first:
        return False
    return any(timedelta() <= change.at - moment < ONE_SAVE for moment in begun)


def _of(rows: models.QuerySet, noun: str) -> Iterator[Change]:
    """Changes from each state of a row to the next; activity and survey begin as one."""
    ordered = rows.select_related("history_user").order_by(
        "id", "history_date", "history_id"
    )
    previous = None
    for row in ordered:
        if previous is None or previous.id != row.id:
            if not isinstance(row.instance, Activity):
                yield _change(row, noun, _("added"), [], is_first=True)
        else:
            fields = list(_fields(previous, row))
            verb = _verb(previous, row, fields)
            if verb:
                yield _change(row, noun, verb, fields)
        previous = row


def _change(
    row, noun: str, verb: str, fields: list[FieldChange], *, is_first: bool = False
) -> Change:
    words = getattr(row, "label", "") or getattr(row, "title", "") or _named(row)
    return Change(
        at=row.history_date,
        by=str(row.history_user or _("somebody")),
        what=f"{noun}: {words}",
        verb=verb,
        fields=fields,
        is_first=is_first,
    )


def _named(row) -> str:
    """A rule has no words of its own but what it does."""
    is_rule = isinstance(row.instance, Rule)
    return row.instance.get_effect_display() if is_rule else row.name


def _verb(old, new, fields: Iterable[FieldChange]) -> str:
    was = getattr(old, "archived_at", None)
    now = getattr(new, "archived_at", None)
    if was is None and now is not None:
        return _("archived")
    if was is not None and now is None:
        return _("brought back")
    if fields:
        return _("changed")
    has_moved = getattr(old, "position", 0) != getattr(new, "position", 0)
    return _("moved") if has_moved else ""


def _fields(old, new) -> Iterator[FieldChange]:
    for field in new.instance._meta.concrete_fields:
        name = field.name
        if field.primary_key or name in SILENT or name == "archived_at":
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before != after:
            yield FieldChange(
                capfirst(field.verbose_name),
                _shown(field, before),
                _shown(field, after),
            )


def _shown(field: models.Field, value: object) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict) and field.name == "settings":
        return setting_words.all_words(value)
    if field.name == "kind" and value in KINDS:
        return str(KINDS[value].label)
    if isinstance(value, dict):  # a rule
        return rule_in_words(value)
    return str(dict(field.flatchoices).get(value, value))
