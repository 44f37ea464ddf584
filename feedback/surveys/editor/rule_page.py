"""All rules and sections of a draft, as their page shows them."""

from dataclasses import dataclass
from functools import cached_property

from feedback.surveys.checklist.rules import rule_findings
from feedback.surveys.models import Question, Rule, Section, Survey
from feedback.surveys.rules.findings import Finding
from feedback.surveys.rules.places import Draft, Place
from feedback.surveys.texts import draft_questions, keyed_texts


@dataclass(frozen=True)
class RuledQuestion:
    """A question with its rules in words; `opens` is the section that begins here."""

    question: Question
    number: int
    show: str
    require: str
    findings: list[Finding]
    opens: Section | None


@dataclass(frozen=True)
class RuledSection:
    section: Section
    show: str
    questions: int
    findings: list[Finding]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class SaidRule:
    rule: Rule
    sentence: str
    findings: list[Finding]


class RulesPage:
    """A fixed number of queries, however many rules there are."""

    def __init__(self, survey: Survey):
        self.survey = survey
        questions = draft_questions(survey)
        self.draft = Draft(survey, questions)
        named = list(keyed_texts(survey, questions))
        self.findings = rule_findings(survey, questions, named)

    @property
    def stops(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_stop]

    @property
    def own_findings(self) -> list[Finding]:
        """Those in the first and last page's texts."""
        return self._of(self.survey)

    def _of(self, row) -> list[Finding]:
        return [finding for finding in self.findings if finding.row == row]

    @cached_property
    def _places(self) -> dict[tuple, Place]:
        return {(place.row, place.what): place for place in self.draft.places}

    def _said(self, row, what: str) -> str:
        place = self._places.get((row, what))
        return self.draft.sentence(place) if place else ""

    @cached_property
    def questions(self) -> list[RuledQuestion]:
        found, section = [], None
        for number, question in enumerate(self.draft.questions, start=1):
            own = question.drafted_section
            opens, section = (own if own != section else None), own
            found.append(
                RuledQuestion(
                    question=question,
                    number=number,
                    show=self._said(question, "show"),
                    require=self._said(question, "require"),
                    findings=self._of(question),
                    opens=opens,
                )
            )
        return found

    @cached_property
    def sections(self) -> list[RuledSection]:
        rows = self.survey.drafted_sections
        owned = [question.drafted_section for question in self.draft.questions]
        return [
            RuledSection(
                section=section,
                show=self._said(section, "section"),
                questions=owned.count(section),
                findings=self._of(section),
                is_first=place == 0,
                is_last=place == len(rows) - 1,
            )
            for place, section in enumerate(rows)
        ]

    @cached_property
    def rules(self) -> list[SaidRule]:
        return [
            SaidRule(rule, self._said(rule, rule.effect), self._of(rule))
            for rule in self.survey.drafted_rules
        ]

    @cached_property
    def archived_rules(self) -> list[SaidRule]:
        rows = self.survey.rules.archived().select_related("question", "section")
        return [SaidRule(row, self.draft.sayer.rule(row), []) for row in rows]

    @cached_property
    def archived_sections(self) -> list[Section]:
        return list(self.survey.sections.archived())
