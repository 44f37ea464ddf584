"""A channel that hands nothing on and writes down all that leaves."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from studies.outreach import channels
from studies.outreach.channels.outgoing import Outcome, Outgoing, Sent


@dataclass
class Recorder:
    clock: Callable[[], datetime]
    # (address, our reference of the row, moment)
    left: list[tuple[str, str, datetime]] = field(default_factory=list)
    # What the next ones end as; handed over once it is empty.
    outcomes: list[Outcome] = field(default_factory=list)

    @contextmanager
    def open_session(self):
        yield self

    def send(self, outgoing: Outgoing) -> Sent:
        outcome = self.outcomes.pop() if self.outcomes else Outcome.HANDED_OVER
        if outcome in (Outcome.HANDED_OVER, Outcome.UNCERTAIN):
            self.left.append((outgoing.to, outgoing.reference, self.clock()))
        return Sent(outcome)

    @property
    def addresses(self) -> list[str]:
        return [address for address, _reference, _at in self.left]


def put_in_place(clock, settings, monkeypatch) -> Recorder:
    """All e-mail goes to a recorder from now on."""
    recorder = Recorder(clock)
    monkeypatch.setitem(channels.MODULES, "recorder", recorder)
    settings.CHANNELS = settings.CHANNELS | {"email": "recorder"}
    return recorder
