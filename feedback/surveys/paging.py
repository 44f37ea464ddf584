"""Which questions share a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from feedback.surveys.rules import trees
from feedback.surveys.rules.piping import piped_names
from feedback.surveys.rules.trees import needed_questions
from studies.wording.translations import SourceText

Compiled = dict[str, Any]
Named = Sequence[tuple[str, SourceText]]


def pages(
    structure: Mapping[str, list[Compiled]], named: Named, survey: Survey
) -> list[list[str]]:
    """Keys by page; a question that waits for an answer never shares its page.

    Without script a page cannot change while it is filled in. So what shows, ends or
    reads differently after an answer waits for the next page.
    """
    every = structure["questions"]
    questions = [row for row in every if KINDS[row["kind"]].is_on_page]
    if survey.layout == Survey.Layout.ONE_A_PAGE:
        return [[question["key"]] for question in questions]
    waits = _Waiting(structure["rules"], named, survey)
    made: list[list[str]] = []
    section = None
    for question in questions:
        begins = question["section"] != section
        section = question["section"]
        apart = begins and survey.layout == Survey.Layout.SECTIONS
        page = set(made[-1]) if made else set()
        if not made or apart or waits.parted(question, page, begins):
            made.append([])
        made[-1].append(question["key"])
    return made


class _Waiting:
    """What each question of a draft waits for."""

    def __init__(self, rules: Sequence[Compiled], named: Named, survey: Survey):
        self.values = {
            rule["key"]: trees.value(rule["tree"])
            for rule in rules
            if rule["effect"] == "value"
        }
        turns = [rule for rule in rules if rule["effect"] in ("end", "go")]
        self.turns = {rule["after"] for rule in turns}
        self.sections = {row.key: row.show_when for row in survey.drafted_sections}
        self.piped: dict[str, set[str]] = {}
        for name, source in named:
            found = piped_names(source.text)
            if found:
                owner = name if name.startswith("section/") else name.partition(":")[0]
                self.piped.setdefault(owner.removesuffix(":text"), set()).update(found)

    def parted(self, question: Compiled, page: set[str], begins: bool) -> bool:
        """Whether something on this page has to be answered before the question."""
        if page & self.turns:
            return True
        section = question["section"]
        needed = self._asked(question["show_when"]) | self._piped(question["key"])
        if section is not None:
            needed |= self._asked(self.sections[section])
            needed |= self._piped(f"section/{section}") if begins else set()
        return bool(needed & page)

    def _asked(self, tree: Any) -> set[str]:
        node = trees.readable(tree)
        return needed_questions(node, self.values) if node else set()

    def _piped(self, owner: str) -> set[str]:
        names = self.piped.get(owner, set())
        used = [self.values[name] for name in names if name in self.values]
        return names.union(*(needed_questions(node, self.values) for node in used))
