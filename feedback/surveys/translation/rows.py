"""Each text of a draft with its translation, as the translate pages show them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from feedback.surveys.models import Question, Survey
from feedback.surveys.texts import draft_questions, read_texts
from feedback.surveys.translation.translating import Saved, Written, seen_mark
from studies.wording.differences import Piece, differences
from studies.wording.models import PastTranslation, Vouch
from studies.wording.placeholders import PlaceholderFaults, faults, placeholders
from studies.wording.translations import (
    SourceText,
    State,
    TranslatedText,
    earlier,
    place,
    translated,
)

# What a member has left to do, and what somebody with a link has.
OPEN = {State.MISSING, State.MACHINE, State.DRAFT, State.OUTDATED}
UNWRITTEN = {State.MISSING, State.MACHINE, State.OUTDATED}
# Texts on one page: some 600 questions are then some 60 pages, each quick to save.
ON_A_PAGE = 50
OWN_TEXTS, SECTION = "survey", "section/"
# Much longer than the source: it may not fit where the source did.
LONGER, BY_AT_LEAST = 1.5, 25


@dataclass
class TranslateRow:
    """One text: what it is, its source, and the translation as it stands or is typed."""

    text: TranslatedText
    name: str  # as in a compiled version, such as "q1:hint"
    part: str  # the question's key, or the survey's own texts
    group: str
    typed: str
    seen: str
    theirs: str = ""
    faults: PlaceholderFaults = PlaceholderFaults()
    earlier: PastTranslation | None = None
    is_vouched: bool = False  # somebody stands for it by name, as it is

    def is_open(self, unfinished: Collection[State]) -> bool:
        return self.state in unfinished and not self.is_vouched

    @property
    def what(self) -> str:
        return _what(self.name)

    @property
    def section(self) -> str:
        """The section whose own title or text this is; questions have their parts."""
        return self.name.split(":")[0] if self.name.startswith(SECTION) else ""

    @property
    def place(self) -> str:
        return self.text.place

    @property
    def named(self) -> tuple[str, SourceText]:
        return self.name, SourceText(self.text.place, self.text.source)

    @property
    def state(self) -> State:
        return self.text.state

    @property
    def reviewed(self) -> bool:
        return self.state == State.REVIEWED

    @property
    def same(self) -> bool:
        return self.state == State.SAME

    @property
    def placeholders(self) -> list[str]:
        return list(dict.fromkeys(placeholders(self.text.source)))

    @property
    def is_long(self) -> bool:
        return len(self.text.source) > 70 or "\n" in self.text.source

    @property
    def is_much_longer(self) -> bool:
        mine, source = len(self.typed), len(self.text.source)
        return mine > source * LONGER and mine - source >= BY_AT_LEAST

    @property
    def is_unmarked_copy(self) -> bool:
        """The source's own words, and nobody said that this is on purpose."""
        return self.typed == self.text.source and self.is_open(OPEN)

    @property
    def source_change(self) -> list[Piece]:
        """What changed in the source since this was translated; empty where unknown."""
        if self.state != State.OUTDATED or not self.text.made_from:
            return []
        return differences(self.text.made_from, self.text.source)

    @property
    def own_change(self) -> list[Piece]:
        """What changed from the translation that stood here before."""
        if self.earlier is None or not self.text.text:
            return []
        return differences(self.earlier.text, self.text.text)


def rows_of(survey: Survey, language: str) -> list[TranslateRow]:
    questions = draft_questions(survey)
    named = [
        (name, source)
        for name, source in read_texts(survey, questions)
        if source.text.strip()
    ]
    names = part_names(questions)
    texts = translated([source for _name, source in named], language)
    vouched_at = vouched_on(survey, [language]).get(language)
    return [
        TranslateRow(
            text=text,
            name=name,
            part=name.split(":")[0] if name.split(":")[0] in names else OWN_TEXTS,
            group=names.get(name.split(":")[0], names[OWN_TEXTS]),
            typed=text.text,
            seen=seen_mark(text.text),
            faults=faults(text.source, text.text) if text.text else PlaceholderFaults(),
            is_vouched=is_vouched(text, vouched_at),
        )
        for (name, _source), text in zip(named, texts, strict=True)
    ]


def vouched_on(survey: Survey, languages: Collection[str]) -> dict[str, datetime]:
    """Language → when somebody last stood for its texts by name."""
    rows = Vouch.objects.filter(place=place(survey, "texts"), language__in=languages)
    return dict(rows.values_list("language", "made_at"))


def is_vouched(text: TranslatedText, vouched_at: datetime | None) -> bool:
    """A vouch covers what was written before it, and no text whose source changed."""
    if vouched_at is None or text.state not in (State.MACHINE, State.DRAFT):
        return False
    return text.updated_at <= vouched_at


def part_names(questions: list[Question]) -> dict[str, str]:
    """Parts of a draft by the names that a translator reads: its own texts, questions."""
    return {OWN_TEXTS: _("The survey's own texts")} | {
        question.key: _("Question %(number)d") % {"number": number}
        for number, question in enumerate(questions, start=1)
    }


def groups(rows: Iterable[TranslateRow]) -> list[tuple[str, list[TranslateRow]]]:
    return [(name, list(part)) for name, part in groupby(rows, lambda row: row.group)]


@dataclass(frozen=True)
class Filter:
    """One way to narrow the page down, with how many texts it leaves."""

    code: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class TranslatePage:
    """One page of texts, narrowed down by state, and where the next open one is."""

    page: Page
    filters: list[Filter]
    groups: list[tuple[str, list[TranslateRow]]]
    # Place of a text → that of the next open one on this page.
    next_open: dict[str, str]
    first_open: str


def translate_page(
    rows: list[TranslateRow],
    language: str,
    *,
    show: str = "",
    number: str | int = 1,
    unfinished: Collection[State] = OPEN,
) -> TranslatePage:
    """Rows in one state, fifty at a time; one query for their earlier wordings."""
    shown = [row for row in rows if _fits(row, show, unfinished)]
    page = Paginator(shown, ON_A_PAGE).get_page(number)
    before = earlier([row.place for row in page], language)
    for row in page:
        row.earlier = before.get(row.place)
    next_open, following = {}, ""
    for row in reversed(list(page)):
        next_open[row.place] = following
        following = row.place if row.is_open(unfinished) else following
    return TranslatePage(
        page=page,
        filters=_filters(rows, show, unfinished),
        groups=groups(page),
        next_open=next_open,
        first_open=following,
    )


def next_address(
    rows: list[TranslateRow],
    after: Collection[str],
    *,
    show: str = "",
    unfinished: Collection[State] = OPEN,
) -> str:
    """The page and the box of the first open text behind `after`, or from the start."""
    shown = [row for row in rows if _fits(row, show, unfinished)]
    last = max(
        (index for index, row in enumerate(shown) if row.place in after), default=-1
    )
    order = [*range(last + 1, len(shown)), *range(last + 1)]
    found = [index for index in order if shown[index].is_open(unfinished)]
    if not found:
        return f"?show={show}"
    page = found[0] // ON_A_PAGE + 1
    return f"?show={show}&page={page}#text-{shown[found[0]].place}"


def with_unsaved(
    rows: list[TranslateRow], sent: dict[str, Written], saved: Saved
) -> list[TranslateRow]:
    """The rows again, each clash with both texts and ready to be saved over."""
    for row in rows:
        if row.place in saved.clashes:
            row.typed, row.theirs = sent[row.place].text, saved.clashes[row.place]
    return rows


def _fits(row: TranslateRow, show: str, unfinished: Collection[State]) -> bool:
    if show == "open":
        return row.is_open(unfinished)
    if show == "brackets":
        return bool(row.faults)
    return not show or show not in set(State) or row.state == show


def _filters(
    rows: list[TranslateRow], show: str, unfinished: Collection[State]
) -> list[Filter]:
    states = Counter(row.state for row in rows)
    counts = {
        "": (_("All texts"), len(rows)),
        "open": (_("Only open ones"), sum(row.is_open(unfinished) for row in rows)),
        **{state: (label, states[state]) for state, label in state_names().items()},
        "brackets": (_("brackets wrong"), sum(bool(row.faults) for row in rows)),
    }
    return [
        Filter(code, label, count, code == show)
        for code, (label, count) in counts.items()
        if count or code in ("", "open", show)
    ]


def state_names() -> dict[State, str]:
    return {
        State.MISSING: _("missing"),
        State.OUTDATED: _("source has changed"),
        State.MACHINE: _("by machine"),
        State.DRAFT: _("draft"),
        State.REVIEWED: _("read over"),
        State.SAME: _("same on purpose"),
    }


def _what(name: str) -> str:
    own = {
        "title": _("Title"),
        "purpose": _("First page: what it is for"),
        "legal": _("First page: legal notes"),
        "thanks": _("Last page: thank you"),
    }
    if name in own:
        return own[name]
    if name.startswith(SECTION):
        is_text = name.endswith(":text")
        return _("Text of a section") if is_text else _("Title of a section")
    if name.startswith("rule/"):
        return _("Words of a rule")
    if ":" not in name:
        return _("Question")
    if name.endswith("::message"):
        return _("Message, where an answer does not fit")
    if ":row:" in name:
        return _("Line")
    return _("Hint") if name.endswith(":hint") else _("Choice")
