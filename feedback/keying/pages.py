"""One sheet as the page shows it: what was keyed, what it means, where to go on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from feedback.keying.codes import can_count
from feedback.keying.doubts import Doubts
from feedback.keying.form_names import PaperForm
from feedback.keying.lines import Keyed
from feedback.keying.rows import Row


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    row: Row
    typed: str
    said: str
    fault: str
    is_here: bool  # where the keyboard goes on

    @property
    def data(self) -> str:
        """What the script reads, to say a code's label while it is typed."""
        boxes = [[box.code, box.label] for box in self.row.boxes]
        return json.dumps(
            {
                "shape": self.row.shape,
                "codes": boxes,
                "counts": can_count(self.row.codes),
                "written": [box.code for box in self.row.boxes if box.write],
                "lines": [label for _code, label in self.row.block.rows],
            },
            ensure_ascii=False,
        )


@dataclass
class SheetPage:
    """All that stands on the page of one sheet."""

    form: PaperForm
    rows: Sequence[Row]
    token: str
    typed: Mapping[str, str] = field(default_factory=dict)
    keyed: Keyed = field(default_factory=Keyed)
    doubts: Doubts = Doubts()
    place: int = 0

    @property
    def lines(self) -> list[Line]:
        faulty = [i for i, row in enumerate(self.rows) if row.key in self.keyed.faults]
        here = faulty[0] if faulty else self.place
        return [
            Line(
                row=row,
                typed=self.typed.get(row.key, ""),
                said=self._said(row),
                fault=self.keyed.faults.get(row.key, ""),
                is_here=place == here and not self.doubts,
            )
            for place, row in enumerate(self.rows)
        ]

    def _said(self, row: Row) -> str:
        """What a line means, where that is more than what stands in it."""
        words = " · ".join(self.keyed.said.get(row.key, []))
        return "" if words == self.typed.get(row.key, "").strip() else words

    @property
    def is_faulty(self) -> bool:
        return bool(self.keyed.faults)

    @property
    def is_at_end(self) -> bool:
        """Whether Enter should save next."""
        is_through = self.place >= len(self.rows) and not self.keyed.faults
        return bool(self.doubts) or is_through
