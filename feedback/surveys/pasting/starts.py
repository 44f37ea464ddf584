"""Decides which lines start a question or a section, from the lines around them."""

from functools import cached_property

from feedback.surveys.pasting.guessing import Draft
from feedback.surveys.pasting.lines import CHOICE_MARKS, Line, Mark
from feedback.surveys.pasting.parts import LONGEST_LINE
from feedback.surveys.pasting.phrases import HINT, IMPERATIVE, SECTION, asks
from studies.wording.choice_words import is_way_out

TITLE_WORDS = 8
CAPITAL_WORDS = 10
CHOICE_WORDS = 25


class Starts:
    """Answers about the line at a place; `last_order` is the last question's number."""

    def __init__(self, lines: list[Line]):
        self.lines = lines
        self.last_order = 0
        self.asking: dict[int, bool] = {}
        self.blocks: dict[int, int] = {}

    @cached_property
    def indent_of_choices(self) -> int:
        """The deepest indent of marked lines: text deeper still goes on with one."""
        marked = [line.indent for line in self.lines if line.mark in CHOICE_MARKS]
        return max(marked, default=0)

    def asks(self, line: Line) -> bool:
        key = id(line)
        if key not in self.asking:
            self.asking[key] = asks(line.text)
        return self.asking[key]

    def following(self, at: int) -> Line | None:
        return self.lines[at + 1] if at + 1 < len(self.lines) else None

    def question(self, at: int, draft: Draft | None) -> bool:
        line = self.lines[at]
        if line.mark == Mark.NUMBER:
            return self.numbered_question(line, draft)
        if line.mark in {Mark.LETTER, Mark.BULLET}:
            return self.marked_question(at, line, draft)
        return line.mark == Mark.NONE and self.bare_question(at, line, draft)

    def numbered_question(self, line: Line, draft: Draft | None) -> bool:
        """A number starts a question, unless it goes on counting choices."""
        if line.is_named or draft is None or self.asks(line):
            return True
        goes_on = draft.choice_order and line.order == draft.choice_order + 1
        if goes_on and not (line.after_gap and line.order == self.last_order + 1):
            return False
        begins = line.order in {0, 1} and not draft.labels and draft.is_asking
        return not begins or line.order == self.last_order + 1

    def marked_question(self, at: int, line: Line, draft: Draft | None) -> bool:
        if self.asks(line):
            return True
        after = self.following(at)
        if draft is not None or after is None:
            return False
        return after.mark in {Mark.BOX, Mark.CIRCLE} or after.indent > line.indent

    def bare_question(self, at: int, line: Line, draft: Draft | None) -> bool:
        if draft is not None and self.is_more_label(line, draft):
            return False
        if self.asks(line):
            return True
        apart = draft is None or line.after_gap or bool(draft.labels and draft.marks)
        if apart and IMPERATIVE.search(line.text):
            return True
        if HINT.search(line.text) or line.text.endswith((",", ";")):
            return False
        return apart and self.is_followed_by_answers(at, line, draft)

    def is_followed_by_answers(self, at: int, line: Line, draft: Draft | None) -> bool:
        """A line without question mark asks where choices or a blank stand under it."""
        if draft is not None and (is_way_out(line.text) or line.text[:1].islower()):
            return False
        if line.text.endswith("___"):
            return True
        after = self.following(at)
        if after is None or after.after_gap:
            return False
        return after.mark in CHOICE_MARKS or after.mark == Mark.ANSWER

    def is_more_label(self, line: Line, draft: Draft) -> bool:
        """The question itself, under a first line that did not ask yet."""
        if draft.is_asking or draft.labels or line.after_gap or draft.answer_lines:
            return False
        if len(draft.label) > LONGEST_LINE:
            return False
        return line.mark == Mark.NONE and (self.asks(line) or line.text[:1].islower())

    def heading(self, at: int, draft: Draft | None) -> bool:
        line = self.lines[at]
        if line.mark == Mark.HEADING:
            return not self.asks(line)
        if line.mark != Mark.NONE or self.asks(line) or line.text[-1:] in ".:,;!":
            return False
        words = line.text.split()
        if SECTION.search(line.text) and len(words) <= CAPITAL_WORDS:
            return True
        is_free = draft is None or line.after_gap or bool(draft.labels and draft.marks)
        if line.text.isupper() and len(words) <= CAPITAL_WORDS and len(words) > 1:
            return is_free
        return is_free and 1 < len(words) <= TITLE_WORDS and self.titles_a_question(at)

    def titles_a_question(self, at: int) -> bool:
        """Whether the line alone stands above a question, as a title does."""
        line, after = self.lines[at], self.following(at)
        if after is None or line.text.endswith("___"):
            return False
        if after.mark == Mark.NUMBER:
            return True
        is_alone = line.after_gap and after.after_gap
        return is_alone and self.asks(after)

    def block_size(self, at: int) -> int:
        """How many bare lines, with no gap between them, stand from this one on."""
        if at not in self.blocks:
            end = at
            while end < len(self.lines) and self.is_plain_choice(end, first=at):
                end += 1
            # Each line of the block learns its size at once: long lists stay quick.
            for place in range(at, max(end, at + 1)):
                self.blocks[place] = end - at
        return self.blocks[at]

    def is_plain_choice(self, at: int, first: int) -> bool:
        line = self.lines[at]
        if line.mark != Mark.NONE or (at > first and line.after_gap):
            return False
        return len(line.text.split()) <= CHOICE_WORDS and not self.asks(line)
