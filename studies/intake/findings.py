"""What is said of single rows, and what to do about each."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

# Rows that follow each other are kept as one stretch; the page shows the first ones.
STRETCHES_LIMIT, SHOWN = 2_000, 12


class Finding(models.TextChoices):
    """Why a row is left out, or, for the last three, what to know of one that is not."""

    FORMULA = "formula", _("A cell holds a formula without its result")
    NO_ADDRESS = "no_address", _("Neither e-mail nor phone")
    BAD_EMAIL = "bad_email", _("Not a whole e-mail address")
    BAD_PHONE = "bad_phone", _("Not a phone number")
    TOO_LONG = "too_long", _("Too long for a name or an address")
    TWICE = "twice", _("The same person stands in the file before")
    STOPPED = "stopped", _("Asked us not to write")
    BOUNCED = "bounced", _("Mail to this address came back")
    TAKEN_OFF = "taken_off", _("Was taken off the list")
    AT_CAP = "at_cap", _("On the list already, and invited often enough for now")
    KNOWN = "known", _("On the list already")
    UNKNOWN_LANGUAGE = "unknown_language", _("Language not known")
    UNKNOWN_ZONE = "unknown_zone", _("Time zone not known")
    SHARED = "shared", _("Shares an address with somebody else")


WHAT_TO_DO = {
    Finding.FORMULA: _(
        "Copy the column and paste it back as values. Then send the file again."
    ),
    Finding.NO_ADDRESS: _("Write one of them in the file, and send it again."),
    Finding.BAD_EMAIL: _(
        "Mend it in the file, such as name@example.org, and send it again. One cell "
        "holds one address."
    ),
    Finding.BAD_PHONE: _(
        "Mend it in the file, such as +1 212 555 0142, and send it again. One cell "
        "holds one number."
    ),
    Finding.TOO_LONG: _(
        "A name has 120 characters at most. Look whether two cells became one."
    ),
    Finding.TWICE: _("Nothing to do: the person is added once."),
    Finding.STOPPED: _(
        "Nothing to do. Only they can take it back, by the link in a message of ours."
    ),
    Finding.BOUNCED: _("Ask the person for an address that works."),
    Finding.TAKEN_OFF: _(
        "If they want to be asked again, find them under “Taken off the list” and "
        "press “Bring back”."
    ),
    Finding.AT_CAP: _(
        "Nothing to do. The next mailings leave them out by themselves until they may "
        "be invited again."
    ),
    Finding.KNOWN: _("Nothing to do: nothing about them is changed."),
    Finding.UNKNOWN_LANGUAGE: _(
        "They are added with the language that you chose for the file. Write a name "
        "such as “Spanish”, or a code such as “es”, to tell them apart."
    ),
    Finding.UNKNOWN_ZONE: _(
        "They are added with the time zone of your agency. Write a name such as "
        "“Central time” or “America/Chicago”, so that nobody is written to at night."
    ),
    Finding.SHARED: _(
        "They are added as a person of their own, because families and shelters share "
        "addresses. Look whether it is one person under two names."
    ),
}
# With these, the person is added all the same.
NOTES = (Finding.UNKNOWN_LANGUAGE, Finding.UNKNOWN_ZONE, Finding.SHARED)
ADDED = "added"


@dataclass
class Tally:
    """How many rows each finding has, and in which lines; nothing of what they hold."""

    counts: dict[str, int] = field(default_factory=dict)
    # {finding: [[first line, last line], …]}
    lines: dict[str, list[list[int]]] = field(default_factory=dict)

    def count(self, code: str, line: int) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if code == ADDED:
            return
        stretches = self.lines.setdefault(code, [])
        if stretches and stretches[-1][1] == line - 1:
            stretches[-1][1] = line
        elif len(stretches) < STRETCHES_LIMIT:
            stretches.append([line, line])


def left_out(counts: dict[str, int]) -> int:
    """How many rows are not added."""
    return sum(n for code, n in counts.items() if code not in (ADDED, *NOTES))


@dataclass(frozen=True)
class Said:
    """One finding as the page shows it."""

    finding: Finding
    rows: int
    stretches: list[str]

    @property
    def where(self) -> str:
        return ", ".join(self.stretches)

    @property
    def first(self) -> str:
        return ", ".join(self.stretches[:SHOWN])

    @property
    def more(self) -> bool:
        return len(self.stretches) > SHOWN

    @property
    def what_to_do(self) -> str:
        return WHAT_TO_DO[self.finding]

    @property
    def is_note(self) -> bool:
        return self.finding in NOTES


def said(counts: dict[str, int], lines: dict[str, list[list[int]]]) -> list[Said]:
    """All findings, those that leave people out first."""
    return [
        Said(
            finding,
            counts[finding],
            [_stretch(*pair) for pair in lines.get(finding, [])],
        )
        for finding in Finding
        if counts.get(finding)
    ]


def _stretch(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
