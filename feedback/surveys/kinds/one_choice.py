from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.surveys.kinds.base import (
    SHORT_TEXT_LIMIT,
    WAY_LABELS,
    AnswerFault,
    Column,
    Filled,
    Kind,
    Printed,
    XlsType,
    choice_label,
    missing,
    ways_out,
)
from feedback.surveys.kinds.text import own_words


class OneChoice(Kind):
    """Exactly one of the choices; "other" takes words with it."""

    code = "one_choice"
    label = gettext_lazy("one choice")
    about = gettext_lazy("People pick one from a list.")
    template = "choices"
    seconds = 6
    has_choices = True
    has_written_words = True
    choice_flags = ("other",)
    checks_answers = False
    input_type = "radio"

    def setting_fields(self):
        return {"shuffle": shuffle_field()}

    def taken(self, question, post):
        code = post.get(question["key"], "")
        if not code or code in ways_out(question):
            return {}
        choices = {choice["code"]: choice for choice in question["choices"]}
        if code not in choices:
            raise AnswerFault(
                _("That choice is not on the list. Choose one that is."),
                code="unknown_choice",
            )
        return {"code": code} | other_words(question, post, [choices[code]])

    def ways_taken(self, question, post):
        code = post.get(question["key"], "")
        return [code] if code in ways_out(question) else []

    def asking_again(self):
        return _("Choose one answer to go on.")

    def drawing(self, question, texts, slot):
        return {
            "choices": drawn_choices(question, texts, slot),
            "input_type": self.input_type,
            "is_in_row": False,
            "text": slot("text"),
        }

    def filled(self, question, answer, post):
        key = question["key"]
        if post is not None:
            return Filled(
                frozenset(post.getlist(key)), {"text": post.get(f"{key}-text", "")}
            )
        codes = answer.get("codes") or [answer.get("code", "")]
        return Filled(frozenset(codes), {"text": answer.get("text", "")})

    def first_field(self, question):
        return f"{question['key']}_0"

    def printed(self, question, texts):
        return Printed("choices", printed_choices(self, question, texts))

    def counted(self, question, answer):
        return [answer["code"]] if answer.get("code") else []

    def columns(self, question, texts):
        columns = super().columns(question, texts)
        if any(choice["other"] for choice in question["choices"]):
            columns.append(Column(f"{question['key']}_text", columns[0].label))
        return columns

    def cells(self, question, answer):
        """The code, or why there is none; words beside "other" or nothing."""
        cells = [(answer or {}).get("code") or missing(answer)]
        if any(choice["other"] for choice in question["choices"]):
            cells.append((answer or {}).get("text", ""))
        return cells

    def meanings(self, asked, column):
        if column.endswith("_text"):
            return [("", words_meaning())]
        choices = [(choice.code, choice.label) for choice in asked.choices]
        return [*choices, *self.missing_meanings(asked)]

    def said(self, question, answer, texts):
        if not answer.get("code"):
            return []
        label = choice_label(question, answer["code"], texts)
        return [f"{label}: {answer['text']}" if answer.get("text") else label]

    def xls_type(self, question):
        return XlsType(f"select_one {question['key']}")

    def reads_xls(self, type, appearance):
        return int(type.split()[:1] == ["select_one"])


def shuffle_field() -> forms.Field:
    return forms.BooleanField(
        label=gettext_lazy("Another order for each person"),
        help_text=gettext_lazy(
            "Choices such as “something else” and “none of these” stay last."
        ),
        required=False,
    )


def words_meaning() -> str:
    return _("Words written beside the choice; empty for none")


def drawn_choices(question, texts, slot) -> list[dict]:
    """The choices and ways out as a template draws them, with a line above the last."""
    drawn, was_apart = [], False
    for choice in [*question["choices"], *_way_choices(question)]:
        code = choice["code"]
        is_apart = choice["apart"] or choice["exclusive"]
        own = WAY_LABELS.get(code) or choice_label(question, code, texts)
        drawn.append(
            choice
            | {
                "label": str(own),
                "is_ours": code in WAY_LABELS,
                "line_above": is_apart and not was_apart,
                "checked": slot(f"is:{code}"),
            }
        )
        was_apart = is_apart
    return drawn


def _way_choices(question) -> list[dict]:
    apart = {"exclusive": False, "other": False, "apart": True}
    return [{"code": code} | apart for code in ways_out(question)]


def printed_choices(kind, question, texts) -> tuple[tuple[str, str], ...]:
    own = [
        (choice["code"], choice_label(question, choice["code"], texts))
        for choice in question["choices"]
    ]
    return (*own, *kind.printed_ways(question))


def other_words(question, post, picked) -> dict[str, str]:
    """The words written beside a picked "other" choice, as {"text": …} or {}."""
    if not any(choice["other"] for choice in picked):
        return {}
    text = own_words(post.get(f"{question['key']}-text", ""))
    over = len(text) - SHORT_TEXT_LIMIT
    if over > 0:
        said = ngettext(
            "What you wrote beside the choice is %(over)d character too long. Make it "
            "shorter.",
            "What you wrote beside the choice is %(over)d characters too long. Make it "
            "shorter.",
            over,
        )
        raise AnswerFault(said.replace("%(over)d", f"{over:,}"), code="too_long")
    return {"text": text} if text else {}
