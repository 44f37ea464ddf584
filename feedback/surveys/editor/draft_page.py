"""Everything that the editor shows of a draft, gathered in a fixed number of queries."""

from collections import defaultdict
from functools import cached_property

from django.urls import reverse

from feedback.surveys.checklist.languages import approval_state
from feedback.surveys.checklist.rules import rule_findings
from feedback.surveys.checklist.whole import Line, lines_of, open_stops
from feedback.surveys.editor.cards import Card
from feedback.surveys.minutes import Burden, burden, minutes, too_long
from feedback.surveys.models import (
    Comment,
    GuestLink,
    Question,
    Survey,
    SurveyVersion,
)
from feedback.surveys.outside.approving import Asked, asked
from feedback.surveys.outside.commenting import comments_of
from feedback.surveys.outside.open_links import OpenLink, links_of
from feedback.surveys.plain_language import Report, ShownFinding, report
from feedback.surveys.publishing import differs
from feedback.surveys.rules.findings import Finding
from feedback.surveys.rules.sentences import Sayer
from feedback.surveys.texts import draft_questions, keyed_texts, read_texts
from feedback.surveys.translation.languages import (
    LanguageProgress,
    can_be_added,
    progress,
)
from studies.wording import findings as wording
from studies.wording.checks import coverage
from studies.wording.tags import language_name


class DraftPage:
    """A survey's draft, read once; parts that a page does not show cost nothing."""

    def __init__(self, survey: Survey):
        self.survey = survey
        self.questions = draft_questions(survey)
        self.named = list(keyed_texts(survey, self.questions))

    @cached_property
    def report(self) -> Report:
        return report(self.survey, self.questions)

    @cached_property
    def rule_findings(self) -> list[Finding]:
        return rule_findings(self.survey, self.questions, self.named)

    @cached_property
    def findings_of_rules(self) -> dict[int, list[Finding]]:
        found = defaultdict(list)
        for finding in self.rule_findings:
            if isinstance(finding.row, Question):
                found[finding.row.pk].append(finding)
        return found

    @cached_property
    def cards(self) -> list[Card]:
        sayer, last = Sayer(self.questions), len(self.questions)
        base = reverse("survey-edit", args=[self.survey.pk])
        return [
            Card(
                draft=self,
                question=question,
                number=number,
                rule=sayer.show(question.show_when) if question.show_when else "",
                url=f"{base}question/{question.pk}/",
                is_first=number == 1,
                is_last=number == last,
            )
            for number, question in enumerate(self.questions, start=1)
        ]

    @cached_property
    def found_by_question(self) -> dict[int, list[ShownFinding]]:
        found = defaultdict(list)
        for shown in self.report.found:
            if isinstance(shown.row, Question):
                found[shown.row.pk].append(shown)
        return found

    @cached_property
    def add_url(self) -> str:
        return reverse("survey-question-add", args=[self.survey.pk])

    @cached_property
    def rules_url(self) -> str:
        return reverse("survey-rules", args=[self.survey.pk])

    @property
    def marked_cards(self) -> list[Card]:
        """Those whose words the checks say something of."""
        return [card for card in self.cards if card.findings]

    @cached_property
    def comments_by_question(self) -> dict[int, list[Comment]]:
        said = defaultdict(list)
        for comment in self.comments:
            said[comment.question_id].append(comment)
        return said

    @cached_property
    def own_findings(self) -> list[ShownFinding]:
        """Those in the survey's own texts."""
        return self.report.of(self.survey)

    @cached_property
    def all_comments(self) -> list[Comment]:
        return comments_of(self.survey)

    @cached_property
    def comments(self) -> list[Comment]:
        return [row for row in self.all_comments if row.dealt_with_at is None]

    @property
    def own_comments(self) -> list[Comment]:
        """Those on the whole survey, and on questions that were archived since."""
        shown = {question.pk for question in self.questions}
        return [row for row in self.comments if row.question_id not in shown]

    @property
    def dealt_with(self) -> list[Comment]:
        return [row for row in self.all_comments if row.dealt_with_at is not None]

    @cached_property
    def comment_links(self) -> list[OpenLink]:
        return links_of(self.survey, GuestLink.Purpose.COMMENT)

    @property
    def has_closed_links(self) -> bool:
        return any(open_.link.state != "open" for open_ in self.comment_links)

    @cached_property
    def approvals(self) -> list[tuple[Asked, str]]:
        """Each one asked for, with its sentence."""
        return [(one, approval_state(one)) for one in asked(self.survey)]

    @cached_property
    def languages(self) -> list[LanguageProgress]:
        codes = [*self.survey.languages, *self.survey.later_languages]
        return progress(self.survey, codes, read_texts(self.survey, self.questions))

    @property
    def offered(self) -> list[LanguageProgress]:
        return [row for row in self.languages if row.code in self.survey.languages]

    @property
    def later(self) -> list[LanguageProgress]:
        later = self.survey.later_languages
        return [row for row in self.languages if row.code in later]

    @property
    def can_be_added(self) -> list[tuple[str, str]]:
        codes = can_be_added(self.survey)
        return [(code, language_name(code)) for code in codes]

    @property
    def preview_languages(self) -> list[tuple[str, str]]:
        survey = self.survey
        codes = [survey.source_language, *survey.languages, *survey.later_languages]
        return [(code, language_name(code)) for code in codes]

    @property
    def source_name(self) -> str:
        return language_name(self.survey.source_language)

    @property
    def coverage(self) -> str:
        return coverage(self.survey.source_language)

    @cached_property
    def minutes(self) -> int:
        asked = [{"key": row.key, "kind": row.kind} for row in self.questions]
        texts = {name: source.text for name, source in self.named}
        return minutes(asked, texts)

    @property
    def burden(self) -> Burden:
        return burden(self.minutes)

    @property
    def whole(self) -> list[wording.Finding]:
        """What is said of the survey as a whole: its length and its reading level."""
        return [*too_long(self.minutes), *self.report.whole]

    @cached_property
    def newest(self) -> SurveyVersion | None:
        return self.survey.versions.first()

    @property
    def next_number(self) -> int:
        return self.newest.number + 1 if self.newest else 1

    @cached_property
    def differs(self) -> bool:
        return differs(self.survey, self.newest)

    @cached_property
    def checklist(self) -> list[Line]:
        return lines_of(self.survey, self.questions, self.named, self.rule_findings)

    @cached_property
    def open_lines(self) -> list[Line]:
        """What is still to do or to know, but languages: they have a place of their own."""
        of_languages = ("language", "later")
        lines = [line for line in self.checklist if not line.met]
        return [line for line in lines if line.code not in of_languages]

    @property
    def has_open_stop(self) -> bool:
        return any(line.stop for line in self.open_lines)

    @property
    def things_to_look_at(self) -> int:
        return len(self.report.found) + len(self.whole)

    @property
    def unready_languages(self) -> int:
        return sum(not language.is_ready for language in self.offered)

    @property
    def stops(self) -> list[Line]:
        return open_stops(self.checklist)

    @cached_property
    def put_away(self) -> list[Question]:
        rows = self.survey.questions.archived()
        return list(rows.order_by("-archived_at", "-pk"))

    def number_of(self, question: Question) -> int:
        return self.questions.index(question) + 1

    def earlier_than(self, question: Question | None) -> list[tuple[int, Question]]:
        """Numbered questions with choices before this one; for a new one all of them."""
        earlier = []
        for number, row in enumerate(self.questions, start=1):
            if question is not None and row.pk == question.pk:
                break
            if row.drafted_choices:
                earlier.append((number, row))
        return earlier
