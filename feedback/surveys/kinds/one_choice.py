from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import (
    NO_ANSWER,
    NOT_SHOWN,
    SHORT_TEXT_LIMIT,
    AnswerFault,
    Column,
    Kind,
    choice_label,
)


class OneChoice(Kind):
    """Exactly one of the choices; "other" takes words with it."""

    code = "one_choice"
    label = gettext_lazy("one choice")
    has_choices = True

    def read(self, question, post):
        code = post.get(question["key"], "")
        choices = {choice["code"]: choice for choice in question["choices"]}
        if not code:
            if question["required"]:
                raise AnswerFault(_("Choose one answer to go on."), code="required")
            return {}
        if code not in choices:
            raise AnswerFault(
                _("That choice is not on the list. Choose one that is."),
                code="unknown_choice",
            )
        return {"code": code} | other_words(question, post, [choices[code]])

    def tally(self, question, answer):
        return [answer["code"]] if answer.get("code") else []

    def columns(self, question, texts):
        key, label = question["key"], texts.get(question["key"], "")
        columns = [Column(key, label)]
        if any(choice["other"] for choice in question["choices"]):
            columns.append(Column(f"{key}_text", label))
        return columns

    def cells(self, question, answer):
        """The code, or why there is none; words beside "other" or nothing."""
        missing = NOT_SHOWN if answer is None else NO_ANSWER
        answer = answer or {}
        cells = [answer.get("code", missing)]
        if any(choice["other"] for choice in question["choices"]):
            cells.append(answer.get("text", ""))
        return cells

    def in_words(self, question, answer, texts):
        if not answer.get("code"):
            return []
        label = choice_label(question, answer["code"], texts)
        return [f"{label}: {answer['text']}" if answer.get("text") else label]


def other_words(question, post, picked) -> dict[str, str]:
    """The words written beside a picked "other" choice, as {"text": …} or {}."""
    if not any(choice["other"] for choice in picked):
        return {}
    text = post.get(f"{question['key']}-text", "").replace("\x00", "").strip()
    if len(text) > SHORT_TEXT_LIMIT:
        raise AnswerFault(
            _("What you wrote beside the choice is too long. Make it shorter."),
            code="too_long",
        )
    return {"text": text} if text else {}
