from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import (
    AnswerFault,
    Column,
    Printed,
    XlsType,
    choice_label,
    way_out,
    ways_out,
)
from feedback.surveys.kinds.one_choice import (
    OneChoice,
    other_words,
    printed_choices,
    words_meaning,
)


class SeveralChoices(OneChoice):
    """Any number of the choices; one that is exclusive stands alone."""

    code = "several_choices"
    label = gettext_lazy("several choices")
    about = gettext_lazy("People pick all that fit from a list.")
    seconds = 10
    takes_several = True
    choice_flags = ("exclusive", "other")
    input_type = "checkbox"

    def taken(self, question, post):
        sent = set(post.getlist(question["key"])).difference(ways_out(question))
        picked = [choice for choice in question["choices"] if choice["code"] in sent]
        if len(picked) != len(sent):
            raise AnswerFault(
                _("A choice is not on the list. Choose from those that are."),
                code="unknown_choice",
            )
        if len(picked) > 1 and any(choice["exclusive"] for choice in picked):
            raise AnswerFault(
                _(
                    "One of your choices goes only by itself. "
                    "Keep that one, or keep the others."
                ),
                code="exclusive",
            )
        codes = [choice["code"] for choice in picked]
        found = {"codes": codes} if codes else {}
        return found | other_words(question, post, picked)

    def ways_taken(self, question, post):
        sent = post.getlist(question["key"])
        return [code for code in ways_out(question) if code in sent]

    def asking_again(self):
        return _("Choose at least one to go on.")

    def printed(self, question, texts):
        return Printed("several", printed_choices(self, question, texts))

    def counted(self, question, answer):
        return list(answer.get("codes", []))

    def columns(self, question, texts):
        key, label = question["key"], texts.get(question["key"], "")
        columns = [
            Column(
                f"{key}_{choice['code']}",
                f"{label} — {choice_label(question, choice['code'], texts)}",
            )
            for choice in question["choices"]
        ]
        if any(choice["other"] for choice in question["choices"]):
            columns.append(Column(f"{key}_text", label))
        return columns

    def cells(self, question, answer):
        """1 picked, 0 offered and not picked, empty where it was not offered."""
        codes, way = (answer or {}).get("codes", []), way_out(answer)
        cells = [
            "" if answer is None else way or str(int(choice["code"] in codes))
            for choice in question["choices"]
        ]
        if any(choice["other"] for choice in question["choices"]):
            cells.append((answer or {}).get("text", ""))
        return cells

    def meanings(self, asked, column):
        if column.endswith("_text"):
            return [("", words_meaning())]
        ways = self.missing_meanings(asked)[:-2]
        return [
            ("1", _("Picked")),
            ("0", _("Offered and not picked")),
            *ways,
            ("", _("Not offered: the question, or this choice of it, was not shown")),
        ]

    def said(self, question, answer, texts):
        lines = []
        others = {c["code"] for c in question["choices"] if c["other"]}
        for code in answer.get("codes", []):
            label = choice_label(question, code, texts)
            words = answer.get("text") if code in others else ""
            lines.append(f"{label}: {words}" if words else label)
        return lines

    def xls_type(self, question):
        return XlsType(f"select_multiple {question['key']}")

    def reads_xls(self, type, appearance):
        return int(type.split()[:1] == ["select_multiple"])
