"""Reads questions out of pasted text; every line ends up somewhere."""

from dataclasses import replace

from feedback.surveys.pasting.faults import with_faults
from feedback.surveys.pasting.guessing import Draft
from feedback.surveys.pasting.lines import CHOICE_MARKS, Line, Mark, lines_of
from feedback.surveys.pasting.parts import (
    LARGEST,
    LONGEST_CHOICE,
    Heading,
    Leftover,
    LeftoverCode,
    Pasted,
    PasteTooLarge,
)
from feedback.surveys.pasting.phrases import (
    CLOSING,
    HINT,
    slash_choices,
    take_apart,
    unwrapped,
)
from feedback.surveys.pasting.starts import Starts


def read(text: str, language: str = "en") -> Pasted:
    """The questions of a document, with their faults; nothing is lost.

    Raises PasteTooLarge past 1 million characters and nothing else.
    """
    if len(text) > LARGEST:
        raise PasteTooLarge
    reader = Reader(lines_of(text))
    reader.read_all()
    return with_faults(
        Pasted(
            questions=tuple(draft.finished() for draft in reader.drafts),
            headings=tuple(reader.headings),
            leftovers=tuple(reader.leftovers),
            language=language,
        )
    )


class Reader:
    """Walks the lines once; `draft` is the question that is open."""

    def __init__(self, lines: list[Line]):
        self.lines = lines
        self.starts = Starts(lines)
        self.drafts: list[Draft] = []
        self.headings: list[Heading] = []
        self.leftovers: list[Leftover] = []
        self.draft: Draft | None = None

    def read_all(self) -> None:
        for at, line in enumerate(self.lines):
            if line.mark in {Mark.GRID_HEAD, Mark.GRID_ROW}:
                self.add_to_grid(line)
            elif line.mark == Mark.TOO_LONG:
                self.leave(line, LeftoverCode.LINE_TOO_LONG)
            elif self.starts.heading(at, self.draft):
                self.open_section(line)
            elif self.starts.question(at, self.draft):
                self.open_question(line)
            elif self.draft is None:
                self.leave(line)
            else:
                self.add(at, line, self.draft)

    def open_section(self, line: Line) -> None:
        self.headings.append(Heading(line.text.strip("*# ") or line.text, line.number))
        self.draft = None
        self.starts.last_order = 0

    def open_question(self, line: Line) -> None:
        asked = take_apart(line.text)
        section = self.headings[-1].title if self.headings else ""
        self.draft = Draft(asked.label or line.text, section, lines=[line.number])
        self.draft.kind, self.draft.required = asked.kind, asked.required
        self.draft.hints, self.draft.labels = asked.hints, asked.choices
        self.draft.apart = asked.apart
        self.draft.answer_lines = int(asked.has_blank)
        self.draft.is_asking = self.starts.asks(line)
        self.drafts.append(self.draft)
        if line.mark == Mark.NUMBER:
            self.starts.last_order = line.order

    def add_to_grid(self, line: Line) -> None:
        """A head gives the question its choices, and each row one of its lines."""
        if line.mark == Mark.GRID_HEAD:
            self.open_grid(line)
        elif self.draft is None or self.draft.kind != "matrix":
            self.leave(line)
        elif len(line.text) > LONGEST_CHOICE:
            self.leave(line, LeftoverCode.CHOICE_TOO_LONG)
        else:
            self.draft.rows.append(line.text)
            self.draft.lines.append(line.number)

    def open_grid(self, line: Line) -> None:
        """The question above the table, else what stands left of its choices."""
        first, *labels = line.text.split("\t")
        waits = self.draft is not None and not self.draft.labels
        if not waits:
            title = self.headings[-1].title if self.headings else ""
            if not first and not title:
                self.draft = None
                self.leave(line)
                return
            self.open_question(replace(line, text=first or title, mark=Mark.NONE))
        elif first:
            self.draft.hints.append(first)
        self.draft.labels, self.draft.kind = labels, "matrix"
        self.draft.lines.append(line.number)

    def add(self, at: int, line: Line, draft: Draft) -> None:
        """Put a line that starts nothing where it belongs in the open question."""
        if line.mark == Mark.ANSWER:
            draft.answer_lines += 1
            draft.lines.append(line.number)
        elif line.mark in CHOICE_MARKS or line.mark == Mark.NUMBER:
            draft.marks.add(line.mark)
            draft.choice_order = line.order
            self.add_choice(line, draft)
        elif draft.labels:
            self.add_behind_choices(line, draft)
        else:
            self.add_behind_label(at, line, draft)

    def add_choice(self, line: Line, draft: Draft) -> None:
        if len(line.text) > LONGEST_CHOICE:
            self.leave(line, LeftoverCode.CHOICE_TOO_LONG)
            return
        draft.labels.append(line.text)
        draft.lines.append(line.number)

    def add_behind_choices(self, line: Line, draft: Draft) -> None:
        is_plain = not draft.marks
        if HINT.search(line.text) and not is_plain:
            self.add_hint(line, draft)
        elif line.after_gap or CLOSING.search(line.text):
            self.leave(line)
        elif is_plain:
            self.add_choice(line, draft)
        elif line.text[:1].islower() or line.indent > self.starts.indent_of_choices:
            self.add_to_last_choice(line, draft)
        else:
            self.leave(line)

    def add_to_last_choice(self, line: Line, draft: Draft) -> None:
        """A choice that wraps onto the next line."""
        longer = f"{draft.labels[-1]} {line.text}"
        if len(longer) > LONGEST_CHOICE:
            self.leave(line, LeftoverCode.CHOICE_TOO_LONG)
            return
        draft.labels[-1] = longer
        draft.lines.append(line.number)

    def add_behind_label(self, at: int, line: Line, draft: Draft) -> None:
        choices, apart = slash_choices(line.text)
        if choices and max(map(len, choices)) <= LONGEST_CHOICE:
            draft.labels, draft.apart = choices, apart
            draft.lines.append(line.number)
        elif self.starts.is_more_label(line, draft):
            draft.label = f"{draft.label} {line.text}"
            draft.is_asking = self.starts.asks(line)
            draft.lines.append(line.number)
        elif HINT.search(line.text):
            self.add_hint(line, draft)
        elif self.starts.block_size(at) > 1 and len(line.text) <= LONGEST_CHOICE:
            self.add_choice(line, draft)
        elif line.after_gap:
            self.leave(line)
        else:
            self.add_hint(line, draft)

    def add_hint(self, line: Line, draft: Draft) -> None:
        draft.hints.append(unwrapped(line.text))
        draft.lines.append(line.number)

    def leave(self, line: Line, code: LeftoverCode | None = None) -> None:
        fallback = LeftoverCode.AFTER if self.drafts else LeftoverCode.BEFORE
        self.leftovers.append(Leftover(line.number, line.text, code or fallback))
