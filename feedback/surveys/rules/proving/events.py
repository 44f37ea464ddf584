"""What can happen on a way through a survey, and what did on one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feedback.surveys.kinds import KINDS, Answer
from feedback.surveys.rules.answers import is_answered, named
from feedback.surveys.rules.programs import Program

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """ "shown" a question, "opened" a section, "fired" a rule, "required" a question,
    "passed" a check where it is made, "missing" an answer where a text shows it, "finished" a survey."""

    what: str
    key: str = ""
    answer: str = ""  # of which question, where it is missing


FINISHED = Event("finished")


@dataclass(frozen=True)
class Missing:
    """A text of `host` shows the answer to `name`, and has no words for none."""

    host: str
    name: str


def wanted(document: Document, missing: tuple[Missing, ...]) -> list[Event]:
    """All that should be able to happen, and the gaps that should not."""
    events = [Event("shown", q["key"]) for q in document["questions"]]
    for question in document["questions"]:
        if question["require_when"]:
            events.append(Event("required", question["key"]))
    filled = {question["section"] for question in document["questions"]}
    sections = [s["key"] for s in document["sections"] if s["key"] in filled]
    events += [Event("opened", key) for key in sections]
    for rule in document["rules"]:
        if rule["effect"] in ("end", "go"):
            events.append(Event("fired", rule["key"]))
        elif rule["effect"] == "check":
            events += [Event("fired", rule["key"]), Event("passed", rule["key"])]
    events += [Event("missing", gap.host, gap.name) for gap in missing]
    return [*events, FINISHED]


def happened(
    program: Program, answers: Mapping[str, Answer], missing: tuple[Missing, ...]
) -> set[Event]:
    """All that did with these answers; a required one left open makes it no way."""
    walk = program.walk(answers)
    shown = {question["key"] for question in walk.shown}
    if any(_is_left_open(q, walk.counted, walk.required) for q in walk.shown):
        return set()
    faults = {check.key for check in program.faults(walk)}
    events = {Event("shown", key) for key in shown}
    events |= {Event("required", key) for key in walk.required}
    events |= {Event("opened", key) for key in walk.opened}
    events |= {Event("fired", key) for key in {*walk.fired, *faults}}
    for check in program.checks:
        if check.key not in faults and not shown.isdisjoint(check.asks):
            events.add(Event("passed", check.key))
    events |= set(_gaps(walk.counted, shown, missing))
    return events if faults else events | {FINISHED}


def _gaps(counted, shown: set[str], missing: tuple[Missing, ...]) -> Iterator[Event]:
    for gap in missing:
        if gap.host in shown and not is_answered(named(counted, gap.name)):
            yield Event("missing", gap.host, gap.name)


def _is_left_open(question: Mapping[str, Any], counted, required) -> bool:
    """Whether it must be answered, could be, and is not; see kinds.base."""
    key = question["key"]
    if not (question["required"] or key in required):
        return False
    if KINDS[question["kind"]].is_complete(question, counted.get(key)):
        return False
    if question["kind"] in ("statement", "hidden"):
        return False
    return question["kind"] not in NEEDS_CHOICES or bool(question["choices"])


NEEDS_CHOICES = {
    "one_choice",
    "several_choices",
    "scale",
    "yes_no",
    "consent",
    "matrix",
}
