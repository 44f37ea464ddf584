"""The comment page: a whole draft to read, with a box under each question."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Comment, Question
from feedback.surveys.outside.commenting import WHOLE
from feedback.surveys.reading import Read, Reading
from feedback.surveys.rules.sentences import Sayer

ABOUT = "about-"
TOO_LONG = gettext_lazy("Write at most 2,000 characters. Nothing was sent yet.")


class CommentForm(forms.Form):
    """One name, and as many comments as somebody has; at least one, or an approval."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("So that the team knows whom to ask."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Write your name. Nothing was sent yet."),
            "max_length": gettext_lazy("Write at most 80 characters."),
        },
    )

    note = forms.CharField(
        label=gettext_lazy("A note with your approval"),
        required=False,
        max_length=500,
        error_messages={"max_length": gettext_lazy("Write at most 500 characters.")},
    )

    def __init__(self, *args, questions: list[Question], **kwargs):
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, start=1):
            label = _("Your comment on question %(number)d") % {"number": number}
            self.fields[ABOUT + question.key] = _box(label)
        self.fields[ABOUT + WHOLE] = _box(_("Your comment on the whole survey"))

    def clean(self):
        cleaned = super().clean()
        if self.approves:
            return cleaned
        if not self.errors and not any(self.said().values()):
            self.add_error(
                None, _("No comment is written yet. Write one, then send it.")
            )
        return cleaned

    @property
    def approves(self) -> bool:
        return "approve" in self.data

    def said(self) -> dict[str, str]:
        """Comments by question key, empty ones too."""
        return {
            name.removeprefix(ABOUT): text
            for name, text in self.cleaned_data.items()
            if name.startswith(ABOUT)
        }


def _box(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        # Counted by the server alone: a browser that stops typing says nothing.
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": None}),
        error_messages={"max_length": TOO_LONG},
    )


@dataclass(frozen=True)
class ReviewRow:
    """One question as a reviewer reads it."""

    question: Question
    number: int
    kind: str
    rule: str
    label: Read
    hint: Read | None
    choices: list[Read]
    field: BoundField
    sent: list[Comment]


def review_rows(
    questions: list[Question],
    form: CommentForm,
    sent: Iterable[Comment],
    reading: Reading,
) -> list[ReviewRow]:
    sent, words = list(sent), {name: read.text for name, read in reading.texts.items()}
    sayer = Sayer.reading(questions, words)
    return [
        ReviewRow(
            question=question,
            number=number,
            kind=KINDS[question.kind].label,
            rule=sayer.show(question.show_when) if question.show_when else "",
            label=reading.get(question.key),
            hint=reading.get(f"{question.key}:hint"),
            choices=reading.choices_of(question),
            field=form[ABOUT + question.key],
            sent=[row for row in sent if row.question_id == question.pk],
        )
        for number, question in enumerate(questions, start=1)
    ]
