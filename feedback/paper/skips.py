"""A version's rules as paper says them: who answers what, and where to go on.

Questions are named by their numbers. A rule about something that is not on paper, such
as a word in a link, is left out: then everybody is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from feedback.surveys.kinds import KINDS
from feedback.surveys.rules import program, trees
from feedback.surveys.rules.nodes import straight
from feedback.surveys.rules.piping import NOTHING, Pipe, filled
from feedback.surveys.rules.programs import After, Step
from feedback.surveys.rules.sentences import Sayer

Document = Mapping[str, Any]
Texts = Mapping[str, str]
Numbers = Mapping[str, int]

# Where somebody goes on who is done.
END = 0


class PaperSayer(Sayer):
    """Says conditions to who fills a form in: "question 3 is “Yes”"."""

    def __init__(self, document: Document, texts: Texts, numbers: Numbers):
        super().__init__([])
        self._numbers = numbers
        self._amounts = straight(
            {
                rule["key"]: trees.value(rule["tree"])
                for rule in document["rules"]
                if rule["effect"] == "value"
            }
        )
        for question in document["questions"]:
            key = question["key"]
            printed = KINDS[question["kind"]].printed(question, texts)
            self._choices[key] = dict(printed.choices)
            self._lines[key] = dict(printed.rows)
            if question["kind"] == "date":
                self._dates.add(key)

    def question(self, key: str) -> str:
        return _("question %(number)d") % {"number": self._numbers[key]}

    def value(self, node: trees.Node) -> str:
        if isinstance(node, trees.Calculated) and node.name in self._amounts:
            return self.value(self._amounts[node.name])
        return super().value(node)

    def can_say(self, node: trees.Node) -> bool:
        """Whether all that it asks about is on paper."""
        names = trees.used_values(node)
        known = all(
            name in self._amounts and self.can_say(self._amounts[name])
            for name in names
        )
        return known and all(
            key in self._numbers for key in trees.asked_questions(node)
        )


class Skips:
    """All instructions of one form."""

    def __init__(self, document: Document, texts: Texts, numbers: Numbers):
        self.document, self.texts, self.numbers = document, texts, numbers
        self.sayer = PaperSayer(document, texts, numbers)
        self.steps = [
            step
            for step in program(document).steps
            if KINDS[step.question["kind"]].is_on_page
        ]
        self.place = {step.question["key"]: i for i, step in enumerate(self.steps)}
        self.trees = {rule["key"]: rule for rule in document["rules"]}
        self.runs = self._runs()

    def _runs(self) -> dict[str, list[Step]]:
        """Neighbors with one condition are told once, before the first of them."""
        found = {}
        for _same, steps in groupby(self.steps, key=_rule_and_section):
            run = list(steps)
            found[run[0].question["key"]] = run
        return found

    def only(self, key: str) -> str:
        """For whom this question and those behind it are, where it begins a run."""
        run = self.runs.get(key)
        node = self._node(run[0].question["show_when"]) if run else None
        return self._only(run, node) if run and node else ""

    def only_section(self, key: str) -> str:
        run = [step for step in self.steps if step.section == key]
        sections = self.document["sections"]
        tree = next((s["show_when"] for s in sections if s["key"] == key), None)
        node = self._node(tree)
        return self._only(run, node) if run and node else ""

    def _only(self, run: Sequence[Step], node: trees.Node) -> str:
        numbers = self._numbers_of(run)
        said = {"condition": self.sayer.condition(node)}
        if not numbers:
            return _("Read this only when %(condition)s.") % said
        said |= {"first": numbers[0], "last": numbers[-1]}
        if len(numbers) == 1:
            who = _("Answer question %(first)d only when %(condition)s.")
        else:
            who = _("Answer questions %(first)d to %(last)d only when %(condition)s.")
        then = self._first_from(self.place[run[-1].question["key"]] + 1)
        if then == END:
            otherwise = _("If not, go to the end of this form.")
        else:
            otherwise = _("If not, go to question %(number)d.") % {"number": then}
        return _("%(first)s %(second)s") % {"first": who % said, "second": otherwise}

    def then(self, key: str, code: str) -> str:
        """Where to go on from one box, when that is known from this box alone."""
        place = self.place[key]
        step = self.steps[place]
        if not self._has_boxes(step):
            return ""
        answers = {key: {"code": code}}
        rule = next((r for r in self._own_rules(step) if r.when(answers)), None)
        if rule is not None:
            return _go_to(self._target(rule))
        after = place + 1
        while after < len(self.steps) and self._passes(key, after, answers):
            after += 1
        if after == place + 1 or not self._numbers_of(self.steps[place + 1 : after]):
            return ""
        return _go_to(self._first_from(after))

    def _passes(self, key: str, place: int, answers: Mapping[str, Any]) -> bool:
        """Whether the answer to this question alone hides that one."""
        step = self.steps[place]
        node = self._node(step.question["show_when"])
        is_alone = node is not None and _asks_only(node, key)
        return is_alone and not step.show(answers)

    def after(self, key: str) -> tuple[str, ...]:
        """What is said behind a question: rules that no single box can say."""
        step = self.steps[self.place[key]]
        at_boxes = self._own_rules(step) if self._has_boxes(step) else []
        sentences = []
        for rule in step.after:
            node = self._node(self.trees[rule.key]["tree"])
            if node is None:
                continue
            said = {"condition": self.sayer.condition(node)}
            words = self.texts.get(f"rule/{rule.key}", "")
            if rule not in at_boxes:
                go = _("When %(condition)s: %(go)s")
                sentences.append(go % (said | {"go": _go_to(self._target(rule))}))
            if words and rule.to is None:
                told = _("When %(condition)s: %(words)s")
                sentences.append(told % (said | {"words": words}))
        node = self._node(step.question.get("require_when"))
        if node is not None:
            needed = _("We need an answer here when %(condition)s.")
            sentences.append(needed % {"condition": self.sayer.condition(node)})
        return tuple(sentences)

    def _own_rules(self, step: Step) -> list[After]:
        """The rules behind a question that ask about nothing else."""
        found = []
        for rule in step.after:
            node = self._node(self.trees[rule.key]["tree"])
            if node is not None and _asks_only(node, step.question["key"]):
                found.append(rule)
        return found

    def _has_boxes(self, step: Step) -> bool:
        """Whether one box is ticked, which then says by itself where to go on."""
        kind = KINDS[step.question["kind"]]
        return kind.printed(step.question, self.texts).shape == "choices"

    def _target(self, rule: After) -> int:
        if rule.to is None:
            return END
        places = [i for i, step in enumerate(self.steps) if step.section == rule.to]
        return self._first_from(places[0]) if places else END

    def _node(self, tree: Any) -> trees.Node | None:
        """The condition, where paper can say it."""
        node = trees.readable(tree)
        return node if node is not None and self.sayer.can_say(node) else None

    def _first_from(self, place: int) -> int:
        numbers = self._numbers_of(self.steps[place:])
        return numbers[0] if numbers else END

    def _numbers_of(self, steps: Sequence[Step]) -> list[int]:
        keys = [step.question["key"] for step in steps]
        return [self.numbers[key] for key in keys if key in self.numbers]


def without_answers(texts: Texts, numbers: Numbers) -> dict[str, str]:
    """The texts with words where an earlier answer would stand on a screen."""

    def say(pipe: Pipe) -> str:
        if pipe.instead or pipe.key not in numbers:
            return pipe.instead or NOTHING
        return _("(your answer to question %(number)d)") % {"number": numbers[pipe.key]}

    return {name: filled(text, say) for name, text in texts.items()}


def _go_to(number: int) -> str:
    if number == END:
        return _("Go to the end of this form.")
    return _("Go to question %(number)d.") % {"number": number}


def _asks_only(node: trees.Node, key: str) -> bool:
    return trees.asked_questions(node) == [key] and not trees.used_values(node)


def _rule_and_section(step: Step) -> tuple[str, str | None]:
    return str(step.question["show_when"]), step.section
