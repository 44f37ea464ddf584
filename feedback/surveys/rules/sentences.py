"""A rule as a designer reads it, in the language of the studio.

Each phrase is one translatable text with named parts, so that a translator may put
them in the order of the language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from feedback.surveys.models import Question, Rule
from feedback.surveys.rules import trees

LONGEST_LABEL = 80

PICKS = {
    "is": gettext_lazy("%(question)s is %(choices)s"),
    "one_of": gettext_lazy("%(question)s is %(choices)s"),
    "is_not": gettext_lazy("%(question)s is not %(choices)s"),
    "none_of": gettext_lazy("%(question)s is none of %(choices)s"),
}
STATES = {
    "answered": gettext_lazy("%(question)s is answered"),
    "empty": gettext_lazy("%(question)s is not answered"),
    "declined": gettext_lazy("people would rather not answer %(question)s"),
}
WORDS = {
    "text_is": gettext_lazy("%(question)s says exactly %(text)s"),
    "text_is_not": gettext_lazy("%(question)s says something else than %(text)s"),
    "contains": gettext_lazy("%(question)s contains %(text)s"),
    "looks_like": gettext_lazy("%(question)s looks like %(text)s"),
    "looks_unlike": gettext_lazy("%(question)s does not look like %(text)s"),
}
NUMBERS = {
    "lt": gettext_lazy("%(left)s is less than %(right)s"),
    "le": gettext_lazy("%(left)s is at most %(right)s"),
    "gt": gettext_lazy("%(left)s is more than %(right)s"),
    "ge": gettext_lazy("%(left)s is at least %(right)s"),
    "eq": gettext_lazy("%(left)s is equal to %(right)s"),
    "ne": gettext_lazy("%(left)s is not equal to %(right)s"),
}
DATES = {
    "lt": gettext_lazy("%(left)s is before %(right)s"),
    "le": gettext_lazy("%(left)s is on or before %(right)s"),
    "gt": gettext_lazy("%(left)s is after %(right)s"),
    "ge": gettext_lazy("%(left)s is on or after %(right)s"),
    "eq": gettext_lazy("%(left)s is the same day as %(right)s"),
    "ne": gettext_lazy("%(left)s is another day than %(right)s"),
}
CALCULATION = gettext_lazy("Calculate %(name)s: %(value)s.")
SIGNS = {"add": " + ", "multiply": " × ", "subtract": " − ", "divide": " ÷ "}


def quoted(words: str) -> str:
    plain = " ".join(words.split())
    cut = plain[: LONGEST_LABEL - 1].rpartition(" ")[0] or plain[: LONGEST_LABEL - 1]
    short = plain if len(plain) <= LONGEST_LABEL else f"{cut}…"
    return _("“%(words)s”") % {"words": short}


class Sayer:
    """Says the rules of one draft; a name that is gone is shown as the rule has it."""

    def __init__(self, questions: Sequence[Question]):
        self._labels = {row.key: row.label for row in questions}
        self._choices: dict[str, Mapping[str, str]] = {
            row.key: {c.code: c.label for c in row.drafted_choices} for row in questions
        }
        self._lines: dict[str, Mapping[str, str]] = {
            row.key: {r.code: r.label for r in row.drafted_rows} for row in questions
        }
        self._dates = {row.key for row in questions if row.kind == "date"}

    @classmethod
    def reading(cls, questions: Sequence[Question], texts: Mapping[str, str]):
        """Says the rules of a draft in the words that somebody reads it in."""
        sayer = cls(questions)
        for key, choices in sayer._choices.items():
            sayer._labels[key] = texts.get(key, sayer._labels[key])
            said = {code: texts.get(f"{key}:{code}", choices[code]) for code in choices}
            sayer._choices[key] = said
        return sayer

    @classmethod
    def of_document(cls, document: Mapping[str, Any], texts: Mapping[str, str]):
        """Says the rules of a published version, in the words of one language."""
        sayer = cls([])
        for question in document["questions"]:
            key, codes = question["key"], [c["code"] for c in question["choices"]]
            sayer._labels[key] = texts.get(key, key)
            sayer._choices[key] = {c: texts.get(f"{key}:{c}", c) for c in codes}
            rows = [row["code"] for row in question["rows"]]
            sayer._lines[key] = {r: texts.get(f"{key}:row:{r}", r) for r in rows}
            if question["kind"] == "date":
                sayer._dates.add(key)
        return sayer

    def calculation(self, name: str, node: trees.Node) -> str:
        words = {"name": "{{" + name + "}}", "value": self.value(node)}
        return str(CALCULATION) % words

    def show(self, tree: Any) -> str:
        """ "Show this when …", or "" where nothing is asked or it can't be read."""
        return self._when(_("Show this when %(condition)s."), tree)

    def show_section(self, tree: Any) -> str:
        return self._when(_("Show this section when %(condition)s."), tree)

    def require(self, tree: Any) -> str:
        return self._when(_("This must be answered when %(condition)s."), tree)

    def rule(self, rule: Rule, after: str | None = None) -> str:
        """One rule of the survey; `after` is the key of the question it acts behind."""
        is_value = rule.effect == Rule.Effect.VALUE
        node = trees.readable(rule.tree, is_value=is_value)
        if node is None:
            return _("This rule can’t be read.")
        words = {
            "name": "{{" + rule.key + "}}",
            "after": self.question(after) if after else _("the last question"),
            "section": quoted(rule.section.title) if rule.section else "",
            "message": quoted(rule.text),
            "condition": "" if is_value else self.condition(node),
            "value": self.value(node) if is_value else "",
        }
        sentences = {
            Rule.Effect.END: _("After %(after)s, end the survey when %(condition)s."),
            Rule.Effect.GO: _(
                "After %(after)s, go to the section %(section)s when %(condition)s."
            ),
            Rule.Effect.CHECK: _("Say %(message)s when %(condition)s."),
            Rule.Effect.VALUE: str(CALCULATION),
        }
        return sentences[rule.effect] % words

    def _when(self, sentence: str, tree: Any) -> str:
        node = trees.readable(tree)
        return sentence % {"condition": self.condition(node)} if node else ""

    def question(self, key: str) -> str:
        return quoted(self._labels.get(key, key))

    def asked(self, node: trees.Node) -> str:
        """The question that a node asks about, or the one line of it."""
        question, line = self.question(node.question), trees.line_of(node)
        if not line:
            return question
        label = self._lines.get(node.question, {}).get(line, line)
        words = {"line": quoted(label), "question": question}
        # Translators: one line of a question that has several, such as “The staff”.
        return _("%(line)s in %(question)s") % words

    def _codes(self, key: str, codes: Sequence[str]) -> str:
        labels = self._choices.get(key, {})
        return listed([quoted(labels.get(code, code)) for code in codes])

    def condition(self, node: trees.Node, *, inside: bool = False) -> str:
        """The condition in words; a group inside another stands in brackets."""
        match node:
            case trees.Group():
                parts = [self.condition(each, inside=True) for each in node.of]
                joiner = {"and": _("%(first)s and %(last)s"), "or": str(EITHER)}[
                    node.op
                ]
                said = joined(parts, joiner)
                return f"({said})" if inside and len(parts) > 1 else said
            case trees.Not():
                inner = self.condition(node.of, inside=True)
                return _("it is not so that %(condition)s") % {"condition": inner}
            case trees.AtLeast():
                return self._at_least(node)
            case trees.Picks():
                words = {"question": self.asked(node)}
                words["choices"] = self._codes(node.question, node.choices)
                return PICKS[node.op] % words
            case trees.State():
                return STATES[node.op] % {"question": self.asked(node)}
            case trees.Words():
                words = {"question": self.question(node.question)}
                return WORDS[node.op] % (words | {"text": quoted(node.text)})
            case trees.Compare():
                phrases = DATES if self._is_date(node) else NUMBERS
                sides = {
                    "left": self.value(node.left),
                    "right": self.value(node.right),
                }
                return phrases[node.op] % sides
        raise TypeError(node)

    def _at_least(self, node: trees.AtLeast) -> str:
        text = ngettext(
            "at least %(count)d of these holds: %(conditions)s",
            "at least %(count)d of these hold: %(conditions)s",
            node.count,
        )
        parts = "; ".join(self.condition(each, inside=True) for each in node.of)
        return "(" + text % {"count": node.count, "conditions": parts} + ")"

    def _is_date(self, node: trees.Compare) -> bool:
        sides = (node.left, node.right)
        return any(
            isinstance(side, trees.Day)
            or (isinstance(side, trees.AnswerTo) and side.question in self._dates)
            for side in sides
        )

    def value(self, node: trees.Node) -> str:
        match node:
            case trees.Number():
                return number_format(node.value.normalize() + 0, use_l10n=True)
            case trees.Day():
                return date_format(node.value, "DATE_FORMAT")
            case trees.AnswerTo(op="picked"):
                words = {"question": self.question(node.question)}
                return _("how many are chosen in %(question)s") % words
            case trees.AnswerTo():
                return self.asked(node)
            case trees.Calculated():
                return "{{" + node.name + "}}"
            case trees.Count():
                parts = "; ".join(self.condition(c, inside=True) for c in node.of)
                return _("(how many of these hold: %(conditions)s)") % {
                    "conditions": parts
                }
        sides = [self.value(each) for each in trees.children(node)]
        if node.op == "days":
            words = {"first": sides[1], "second": sides[0]}
            return _("the days from %(first)s to %(second)s") % words
        return "(" + SIGNS[node.op].join(sides) + ")" if sides[1:] else sides[0]


EITHER = gettext_lazy("%(first)s or %(last)s")


def joined(parts: Sequence[str], joiner: str) -> str:
    """All parts in one phrase, whatever the language puts between two of them."""
    said = parts[0]
    for part in parts[1:]:
        said = joiner % {"first": said, "last": part}
    return said


def listed(parts: Sequence[str]) -> str:
    """ "“A”, “B” or “C”"."""
    if len(parts) < 2:
        return "".join(parts)
    between = pgettext("between the parts of a list", ", ")
    return EITHER % {"first": between.join(parts[:-1]), "last": parts[-1]}


def rule_in_words(tree: Any) -> str:
    """A rule apart from its survey, with the names that questions have in exports."""
    node = trees.readable(tree) or trees.readable(tree, is_value=True)
    if node is None:
        return _("a rule that can’t be read")
    is_value = not trees.FORMS[node.op][1]
    return Sayer([]).value(node) if is_value else Sayer([]).condition(node)
