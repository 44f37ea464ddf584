"""What a draft still needs before people see it: computed, never ticked by hand."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.surveys.checklist import mending
from feedback.surveys.checklist.consent import consent_lines
from feedback.surveys.checklist.kinds import kind_lines
from feedback.surveys.checklist.languages import approval_lines, language_lines
from feedback.surveys.checklist.line import Line
from feedback.surveys.checklist.rules import rule_findings, rule_lines
from feedback.surveys.checklist.trying import tried_lines
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Question, Survey
from feedback.surveys.rules.findings import Finding
from feedback.surveys.rules.places import Draft
from feedback.surveys.texts import draft_questions, keyed_texts, read_texts
from studies.wording.placeholders import to_fill_in
from studies.wording.translations import SourceText


def checklist(survey: Survey) -> list[Line]:
    """Every line for the draft as it is now, stops first; a handful of queries."""
    questions = draft_questions(survey)
    named = list(keyed_texts(survey, questions))
    return lines_of(survey, questions, named, rule_findings(survey, questions, named))


def lines_of(
    survey: Survey,
    questions: list[Question],
    named: list[tuple[str, SourceText]],
    findings: list[Finding],
) -> list[Line]:
    """The same, of a draft that was read already, with what is proved of its rules."""
    lines = [
        _has_questions(survey, questions),
        _has_purpose(survey),
        _says_how_kept(survey),
        *_kinds(survey, questions),
        *rule_lines(survey, findings),
        *_filled_in(survey, questions, named),
        *language_lines(survey, read_texts(survey, questions)),
        *consent_lines(survey),
        *_not_yet(survey),
        *approval_lines(survey),
        *tried_lines(survey),
    ]
    return sorted(lines, key=lambda line: not line.stop)


def open_stops(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.stop and not line.met]


def _edit(survey: Survey, anchor: str = "") -> str:
    return reverse("survey-edit", args=[survey.pk]) + anchor


def _details(survey: Survey, anchor: str) -> str:
    """The open form, so that the line is mended there and then."""
    return reverse("survey-details", args=[survey.pk]) + anchor


def _has_questions(survey: Survey, questions: list[Question]) -> Line:
    kinds = [KINDS[question.kind] for question in questions]
    asked = sum(kind.is_asked and kind.is_on_page for kind in kinds)
    if not asked:
        return Line(
            "no_questions",
            _("There are no questions yet."),
            met=False,
            url=_edit(survey, "#add"),
        )
    text = ngettext("%(n)d question.", "%(n)d questions.", asked)
    return Line("questions", text % {"n": asked}, met=True)


def _has_purpose(survey: Survey) -> Line:
    if survey.purpose.strip():
        return Line("purpose", _("The first page says what it is for."), met=True)
    return Line(
        "no_purpose",
        _("The first page does not say what it is for."),
        met=False,
        url=_details(survey, "#id_purpose"),
    )


def _says_how_kept(survey: Survey) -> Line:
    if survey.activity.anonymous:
        text = _("The first page says that answers are anonymous.")
    else:
        text = _("The first page says that answers are confidential.")
    return Line("promise", text, met=True)


def _kinds(survey: Survey, questions: list[Question]) -> Iterator[Line]:
    for line in kind_lines(questions, anonymous=survey.activity.anonymous):
        yield Line(
            line.code,
            line.text % {"question": shortened(line.question.label)},
            met=False,
            stop=line.stop,
            url=mending.url_of(survey, line.question, line.field),
        )


def _filled_in(
    survey: Survey, questions: list[Question], named: list[tuple[str, SourceText]]
) -> Iterator[Line]:
    """A line for each field in which words in brackets still wait."""
    waiting: dict[tuple, list[str]] = {}
    for name, text in named:
        words = to_fill_in(text.text)
        if words:
            field = mending.row_and_field(survey, questions, name)
            waiting.setdefault(field, []).extend(words)
    draft = Draft(survey, questions)
    for (row, field), words in waiting.items():
        text = _("%(place)s: words are still to be filled in: %(words)s.")
        said = {"place": draft.name(row), "words": ", ".join(dict.fromkeys(words))}
        url = mending.url_of(survey, row, field)
        yield Line("to_fill_in", text % said, met=False, url=url)


def _not_yet(survey: Survey) -> Iterator[Line]:
    study = survey.activity.study
    if study and not study.counts:
        yield Line(
            "practice",
            _("The study is in practice: answers will not count until it starts."),
            met=False,
            stop=False,
        )
    if not survey.agency.contact_phone:
        yield Line(
            "no_phone",
            _("There is no phone number for people who can't answer on a screen."),
            met=False,
            stop=False,
        )
    if not survey.thanks.strip():
        yield Line(
            "no_thanks",
            _("The last page has no thank-you of your own; it says a plain one."),
            met=False,
            stop=False,
            url=_details(survey, "#id_thanks"),
        )


def shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
