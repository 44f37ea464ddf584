"""The checklist's lines on rules: what is proved wrong stops, the rest is said."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from feedback.surveys.checklist import mending
from feedback.surveys.checklist.line import Line
from feedback.surveys.compiling import compiled_structure
from feedback.surveys.models import Question, Survey
from feedback.surveys.rules.findings import Finding, find
from studies.wording.models import Translation
from studies.wording.translations import SourceText

Named = Sequence[tuple[str, SourceText]]


def rule_findings(
    survey: Survey, questions: Sequence[Question], named: Named
) -> list[Finding]:
    """What is wrong with the draft's rules, and with the answers its texts show."""
    structure = compiled_structure(survey, questions)
    return find(survey, questions, structure, piping_texts(survey, named))


def piping_texts(survey: Survey, named: Named) -> dict[str, dict[str, str]]:
    """Language → name → text, of those texts that show earlier answers; one query."""
    source = {name: text.text for name, text in named if "{{" in text.text}
    names = {text.place: name for name, text in named}
    texts = {survey.source_language: source}
    rows = Translation.objects.filter(
        text__contains="{{", language__in=survey.languages
    )
    for row in rows.filter(place__in=names):
        texts.setdefault(row.language, {})[names[row.place]] = row.text
    return texts


def rule_lines(survey: Survey, findings: Sequence[Finding]) -> list[Line]:
    return [
        Line(
            "rule" if finding.is_stop else "rule_note",
            _("%(place)s: %(reason)s %(fix)s")
            % {"place": finding.place, "reason": finding.reason, "fix": finding.fix},
            met=False,
            stop=finding.is_stop,
            url=mending.url_of(survey, finding.row),
        )
        for finding in findings
    ]
