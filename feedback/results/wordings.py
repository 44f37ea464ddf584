"""Which versions asked a question in words that mean the same, and what changed then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.results.asked import Documents
from feedback.surveys.comparing import Change, changes, regrade
from feedback.surveys.comparing.saying import Shown, in_words
from feedback.surveys.models import Survey


@dataclass(frozen=True)
class Published:
    """All versions of a survey: what was asked, and how its publishers judged it."""

    documents: Documents
    reasons: Mapping[int, str] = field(default_factory=dict)
    graded: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something else that changed at a question, in one version."""

    version: int
    shown: Shown


@dataclass(frozen=True)
class Wording:
    """Versions in a row whose answers are to the same words.

    `changed` is what made it another wording than the one before, and `reason` why.
    """

    versions: tuple[int, ...]
    changed: tuple[Shown, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class History:
    """A question's wordings, oldest first, and what else changed at it."""

    wordings: tuple[Wording, ...]
    notes: tuple[Note, ...]

    @property
    def is_split(self) -> bool:
        return len(self.wordings) > 1


def published(survey: Survey) -> Published:
    """Oldest first; one query."""
    rows = survey.versions.order_by("number")
    found = list(rows.values_list("number", "document", "reason", "graded"))
    return Published(
        documents={number: document for number, document, _, _ in found},
        reasons={number: reason for number, _, reason, _ in found},
        graded={number: graded for number, _, _, graded in found},
    )


class Histories:
    """Wordings of every question, each pair of versions compared once."""

    def __init__(self, versions: Published, language: str = ""):
        """`language` is the one whose words count: the source's where none is given."""
        self.versions = versions
        self.language = language
        self._compared: dict[tuple[int, int], dict[str, list[Change]]] = {}

    def of(self, key: str, asked_in: tuple[int, ...]) -> History:
        """A question's history over the versions that asked it, in order."""
        wordings, notes = [Wording((asked_in[0],))], []
        for old, new in zip(asked_in, asked_in[1:], strict=False):
            found = self._between(old, new).get(key, [])
            spoken = self._spoken(new)
            reworded = [change for change in found if change.is_rewording(spoken)]
            others = [change for change in found if change not in reworded]
            notes += [Note(new, self._said(change, old, new)) for change in others]
            if reworded:
                said = tuple(self._said(change, old, new) for change in reworded)
                reason = self.versions.reasons.get(new, "")
                wordings.append(Wording((new,), said, reason))
            else:
                last = wordings[-1]
                wordings[-1] = Wording((*last.versions, new), last.changed, last.reason)
        return History(tuple(wordings), tuple(notes))

    def _between(self, old: int, new: int) -> dict[str, list[Change]]:
        """By question; words in languages that nobody looks at are left out."""
        if (old, new) not in self._compared:
            documents, graded = self.versions.documents, {}
            for number, judged in self.versions.graded.items():
                if old < number <= new:
                    graded |= judged
            found = changes(documents[old], documents[new])
            by_key: dict[str, list[Change]] = {}
            for change in regrade(found, graded):
                by_key.setdefault(change.key, []).append(change)
            self._compared[old, new] = by_key
        return self._compared[old, new]

    def _spoken(self, number: int) -> str:
        return self.language or self.versions.documents[number]["source_language"]

    def _said(self, change: Change, old: int, new: int) -> Shown:
        documents: Mapping[int, Any] = self.versions.documents
        return in_words(change, documents[old], documents[new])
