import unicodedata

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.surveys.kinds.base import (
    LONG_TEXT_LIMIT,
    SHORT_TEXT_LIMIT,
    AnswerFault,
    Kind,
    Printed,
    XlsType,
    missing,
)


class Text(Kind):
    """Own words. Line ends are made alike; NUL, which the database refuses, goes."""

    is_text = True
    checks_answers = False
    limit: int

    def setting_fields(self):
        return {
            "longest": forms.IntegerField(
                label=gettext_lazy("Most letters and spaces"),
                help_text=gettext_lazy("Leave it empty for as many as fit."),
                required=False,
                min_value=1,
                max_value=self.limit,
            )
        }

    def taken(self, question, post):
        text = own_words(post.get(question["key"], ""))
        over = len(text) - self._longest(question)
        if over > 0:
            raise AnswerFault(
                ngettext(
                    "Your answer is %(over)d character too long. Make it shorter.",
                    "Your answer is %(over)d characters too long. Make it shorter.",
                    over,
                ).replace("%(over)d", f"{over:,}"),  # as our texts write thousands
                code="too_long",
            )
        return {"text": text} if text else {}

    def _longest(self, question) -> int:
        return question["settings"].get("longest", self.limit)

    def as_typed(self, answer):
        return answer.get("text", "")

    def counted(self, question, answer):
        return ["_text"] if answer.get("text") else []

    def cells(self, question, answer):
        return [(answer or {}).get("text") or missing(answer)]

    def value_meaning(self):
        return _("The person's own words")

    def said(self, question, answer, texts):
        return [answer["text"]] if answer.get("text") else []


class ShortText(Text):
    code = "short_text"
    label = gettext_lazy("short text")
    about = gettext_lazy("A few words on one line.")
    template = "text"
    seconds = 20
    limit = SHORT_TEXT_LIMIT

    def xls_type(self, question):
        return XlsType("text")

    def reads_xls(self, type, appearance):
        return int(type == "text")


class LongText(Text):
    code = "long_text"
    label = gettext_lazy("long text")
    about = gettext_lazy("People tell something in their own words.")
    template = "long_text"
    seconds = 45
    limit = LONG_TEXT_LIMIT

    def printed(self, question, texts):
        return Printed("lines", self.printed_ways(question), lines=5)

    def xls_type(self, question):
        return XlsType("text", "multiline")

    def reads_xls(self, type, appearance):
        return 2 * (type == "text" and "multiline" in appearance)


def own_words(text: str) -> str:
    """Text as it is kept: one sign for line ends, no NUL, nothing around it.

    Signs that nobody sees, such as marks of direction alone, say nothing.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    is_seen = any(unicodedata.category(sign)[0] not in "CZ" for sign in text)
    return text.strip() if is_seen else ""
