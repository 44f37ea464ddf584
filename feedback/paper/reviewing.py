"""The reviewer's sheet: every text of a draft in all its languages, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Question, Survey
from feedback.surveys.rules.sentences import Sayer
from feedback.surveys.texts import OWN_TEXTS, draft_questions, keyed_texts
from feedback.surveys.translation.rows import OPEN, is_vouched, state_names, vouched_on
from studies.wording.tags import direction, language_name
from studies.wording.translations import SourceText, State, TranslatedText, translated

# Columns beside the source that a sheet of paper has room for.
BESIDE = 3


@dataclass(frozen=True)
class Cell:
    text: str
    language: str
    direction: str
    state: str = ""
    open: bool = False  # somebody still has something to do


@dataclass(frozen=True)
class Row:
    what: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """The texts of one question, or of the survey itself."""

    name: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """As many languages as fit beside the source, with all texts."""

    name: str
    languages: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ReviewSheet:
    language: str
    title: str
    agency: str
    name: str
    form: str
    edition: str
    draft: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    what: str
    notes: str
    page: str


def review(survey: Survey) -> ReviewSheet:
    """In the reader's own language; a query for each language of the survey."""
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    return ReviewSheet(
        language=survey.source_language,
        title=survey.title,
        agency=survey.agency.name,
        name="",
        form=_("Reviewer’s sheet"),
        edition=_("Draft of %(day)s") % {"day": day},
        draft=_("For review: not for use"),
        opening=(
            _(
                "Mark what you would change, and write your words beside it. Bold words "
                "below a text say that it still needs work."
            ),
        ),
        parts=tuple(_Texts(survey).parts()),
        what=_("Text"),
        notes=_("Your notes:"),
        page=_("Page {page} of {pages}"),
    )


class _Texts:
    """All texts of one draft by name, with their translations."""

    def __init__(self, survey: Survey):
        self.survey = survey
        self.questions = draft_questions(survey)
        named = keyed_texts(survey, self.questions)
        self.named = [(name, text) for name, text in named if text.text.strip()]
        self.others = [*survey.languages, *survey.later_languages]
        self.states = state_names()
        self.vouched = vouched_on(survey, self.others)

    def parts(self) -> Iterator[Part]:
        sources = [source for _name, source in self.named]
        found = {code: translated(sources, code) for code in self.others}
        sets = [
            self.others[start : start + BESIDE]
            for start in range(0, len(self.others), BESIDE)
        ]
        for codes in sets or [[]]:
            shown = [self.survey.source_language, *codes]
            names = [capfirst(language_name(code)) for code in shown]
            yield Part(
                name=", ".join(names) if len(sets) > 1 else "",
                languages=tuple(shown),
                names=tuple(names),
                groups=tuple(self._groups(codes, found)),
            )

    def _groups(
        self, codes: Sequence[str], found: Mapping[str, list[TranslatedText]]
    ) -> Iterator[Group]:
        names = self._names()
        rows = [
            (
                part_of(name),
                self._row(name, source, [found[c][i] for c in codes], codes),
            )
            for i, (name, source) in enumerate(self.named)
        ]
        for part, group in groupby(rows, key=lambda row: row[0]):
            name, about = names.get(part, (_("The survey’s own texts"), ""))
            yield Group(name, about, tuple(row for _part, row in group))

    def _row(
        self,
        name: str,
        source: SourceText,
        texts: Sequence[TranslatedText],
        codes: Sequence[str],
    ) -> Row:
        own = self.survey.source_language
        cells = [Cell(source.text, own, direction(own))]
        for code, text in zip(codes, texts, strict=True):
            cells.append(self._cell(text, code))
        return Row(what_of(name), tuple(cells))

    def _cell(self, text: TranslatedText, code: str) -> Cell:
        if is_vouched(text, self.vouched.get(code)):
            return Cell(text.text, code, direction(code), _("vouched for"))
        state = self.states[State(text.state)]
        return Cell(text.text, code, direction(code), state, text.state in OPEN)

    def _names(self) -> dict[str, tuple[str, str]]:
        """What each question is called, and its kind and rule in words."""
        sayer = Sayer(self.questions)
        return {
            question.key: (
                _("Question %(number)d") % {"number": number},
                _about(question, sayer),
            )
            for number, question in enumerate(self.questions, start=1)
        }


def _about(question: Question, sayer: Sayer) -> str:
    kind = str(capfirst(KINDS[question.kind].label))
    rules = [sayer.show(question.show_when), sayer.require(question.require_when)]
    return " · ".join([f"{kind} [{question.key}]", *filter(None, rules)])


def part_of(name: str) -> str:
    """The question that a text belongs to, or "" for the survey's own."""
    part = name.partition(":")[0]
    own = part in OWN_TEXTS or "/" in part
    return "" if own else part


def what_of(name: str) -> str:
    """What a text of a draft is, by its name in a compiled version."""
    own = {
        "title": _("Title"),
        "purpose": _("First page: what it is for"),
        "legal": _("First page: legal notes"),
        "thanks": _("Last page: thank you"),
    }
    if name in own:
        return own[name]
    if name.startswith("rule/"):
        return _("Words of a rule")
    if name.startswith("section/"):
        return _("Section text") if name.endswith(":text") else _("Section title")
    return _what_of_question(name)


def _what_of_question(name: str) -> str:
    if name.endswith("::message"):
        return _("When the answer does not fit")
    if ":row:" in name:
        return _("Line")
    if name.endswith(":hint"):
        return _("Hint")
    return (
        _("Choice [%(code)s]") % {"code": name.split(":")[1]}
        if ":" in name
        else (_("Question"))
    )
