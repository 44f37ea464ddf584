from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.surveys.kinds.base import (
    LONG_TEXT_LIMIT,
    NO_ANSWER,
    NOT_SHOWN,
    SHORT_TEXT_LIMIT,
    AnswerFault,
    Column,
    Kind,
)


class Text(Kind):
    """Own words. Line ends are made alike; NUL, which the database refuses, goes."""

    is_text = True
    limit: int

    def read(self, question, post):
        text = post.get(question["key"], "").replace("\x00", "")
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(text) > self.limit:
            over = len(text) - self.limit
            raise AnswerFault(
                ngettext(
                    "Your answer is %(over)d character too long. Make it shorter.",
                    "Your answer is %(over)d characters too long. Make it shorter.",
                    over,
                )
                % {"over": over},
                code="too_long",
            )
        if not text and question["required"]:
            raise AnswerFault(_("Write an answer to go on."), code="required")
        return {"text": text} if text else {}

    def tally(self, question, answer):
        return ["_text"] if answer.get("text") else []

    def columns(self, question, texts):
        return [Column(question["key"], texts.get(question["key"], ""))]

    def cells(self, question, answer):
        missing = NOT_SHOWN if answer is None else NO_ANSWER
        return [(answer or {}).get("text", missing)]

    def in_words(self, question, answer, texts):
        return [answer["text"]] if answer.get("text") else []


class ShortText(Text):
    code = "short_text"
    label = gettext_lazy("short text")
    limit = SHORT_TEXT_LIMIT


class LongText(Text):
    code = "long_text"
    label = gettext_lazy("long text")
    limit = LONG_TEXT_LIMIT
