from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import AnswerFault, Column, Kind, choice_label
from feedback.surveys.kinds.one_choice import other_words


class SeveralChoices(Kind):
    """Any number of the choices; one that is exclusive stands alone."""

    code = "several_choices"
    label = gettext_lazy("several choices")
    has_choices = True

    def read(self, question, post):
        sent = set(post.getlist(question["key"]))
        picked = [choice for choice in question["choices"] if choice["code"] in sent]
        if len(picked) != len(sent):
            raise AnswerFault(
                _("A choice is not on the list. Choose from those that are."),
                code="unknown_choice",
            )
        if not picked:
            if question["required"]:
                raise AnswerFault(_("Choose at least one to go on."), code="required")
            return {}
        if len(picked) > 1 and any(choice["exclusive"] for choice in picked):
            raise AnswerFault(
                _(
                    "One of your choices goes only by itself. "
                    "Keep that one, or keep the others."
                ),
                code="exclusive",
            )
        codes = [choice["code"] for choice in picked]
        return {"codes": codes} | other_words(question, post, picked)

    def tally(self, question, answer):
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
        codes = (answer or {}).get("codes", [])
        cells = [
            "" if answer is None else str(int(choice["code"] in codes))
            for choice in question["choices"]
        ]
        if any(choice["other"] for choice in question["choices"]):
            cells.append((answer or {}).get("text", ""))
        return cells

    def in_words(self, question, answer, texts):
        lines = []
        others = {c["code"] for c in question["choices"] if c["other"]}
        for code in answer.get("codes", []):
            label = choice_label(question, code, texts)
            words = answer.get("text") if code in others else ""
            lines.append(f"{label}: {words}" if words else label)
        return lines
