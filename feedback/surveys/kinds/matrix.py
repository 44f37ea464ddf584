from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.surveys.kinds.base import (
    AnswerFault,
    Column,
    Filled,
    Kind,
    Printed,
    XlsType,
    choice_label,
    missing,
    way_out,
)
from feedback.surveys.kinds.one_choice import printed_choices


class Matrix(Kind):
    """Several lines with the same choices. Each line is a question of its own on
    every device, so that a phone and a screen reader get what a desk gets."""

    code = "matrix"
    label = gettext_lazy("several lines, same choices")
    about = gettext_lazy("The same choices for each line of a list.")
    template = "matrix"
    seconds = 20
    has_choices = True
    has_rows = True
    is_scale = True
    choice_flags = ("apart",)
    checks_answers = False

    def taken(self, question, post):
        codes = {choice["code"] for choice in question["choices"]}
        found = {}
        for row in question["rows"]:
            code = post.get(_field(question, row), "")
            if code and code not in codes:
                raise AnswerFault(
                    _("A choice is not on the list. Choose from those that are."),
                    code="unknown_choice",
                )
            if code:
                found[row["code"]] = code
        open_lines = len(question["rows"]) - len(found)
        is_left = bool(self.ways_taken(question, post))
        if question["required"] and open_lines and found and not is_left:
            raise AnswerFault(_open_lines(open_lines), code="required")
        return {"rows": found} if found else {}

    def is_complete(self, question, answer):
        codes = {row["code"] for row in question["rows"]}
        answered = (answer or {}).get("rows", {}).keys() >= codes
        return bool(answer) and (bool(way_out(answer)) or answered)

    def asking_again(self):
        return _("Choose one answer for each line to go on.")

    def drawing(self, question, texts, slot):
        return {
            "lines": [
                {
                    "code": row["code"],
                    "label": _row_label(question, row["code"], texts),
                    "choices": [
                        {
                            "code": choice["code"],
                            "label": choice_label(question, choice["code"], texts),
                            "apart": choice["apart"],
                            "checked": slot(f"is:{row['code']}:{choice['code']}"),
                        }
                        for choice in question["choices"]
                    ],
                }
                for row in question["rows"]
            ]
        }

    def filled(self, question, answer, post):
        rows = question["rows"]
        picked = answer.get("rows", {})
        if post is not None:
            picked = {r["code"]: post.get(_field(question, r), "") for r in rows}
        pairs = {f"{row}:{code}" for row, code in picked.items()}
        ways = super().filled(question, answer, post).checked
        return Filled(frozenset(pairs) | ways)

    def first_field(self, question):
        return f"{question['key']}_0_0"

    def printed(self, question, texts):
        rows = [
            (row["code"], _row_label(question, row["code"], texts))
            for row in question["rows"]
        ]
        return Printed("grid", printed_choices(self, question, texts), tuple(rows))

    def counted(self, question, answer):
        return [f"{row}:{code}" for row, code in answer.get("rows", {}).items()]

    def columns(self, question, texts):
        key, label = question["key"], texts.get(question["key"], "")
        return [
            Column(
                f"{key}_{row['code']}",
                f"{label} — {_row_label(question, row['code'], texts)}",
            )
            for row in question["rows"]
        ]

    def cells(self, question, answer):
        picked = (answer or {}).get("rows", {})
        return [picked.get(row["code"]) or missing(answer) for row in question["rows"]]

    def meanings(self, asked, column):
        choices = [(choice.code, choice.label) for choice in asked.choices]
        return [*choices, *self.missing_meanings(asked)]

    def said(self, question, answer, texts):
        """Each line; one that was left out beside answered ones says so."""
        picked = answer.get("rows", {})
        lines = []
        for row in question["rows"] if picked else ():
            code = picked.get(row["code"])
            words = choice_label(question, code, texts) if code else _("No answer")
            lines.append(f"{_row_label(question, row['code'], texts)}: {words}")
        return lines

    def xls_type(self, question):
        return XlsType("begin_group", "table-list")

    def reads_xls(self, type, appearance):
        is_table = type == "begin_group" and "table-list" in appearance
        return int(is_table or type == "begin_kobomatrix")


def _field(question, row) -> str:
    return f"{question['key']}-{row['code']}"


def _row_label(question, code: str, texts) -> str:
    return texts.get(f"{question['key']}:row:{code}", code)


def _open_lines(number: int) -> str:
    return ngettext(
        "%(n)d line has no answer yet. Choose one for it to go on.",
        "%(n)d lines have no answer yet. Choose one for each to go on.",
        number,
    ) % {"n": number}
