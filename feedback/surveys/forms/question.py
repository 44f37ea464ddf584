from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from feedback.surveys.choices import ChoiceDraft, guessed, lines, match
from feedback.surveys.forms.boxes import (
    FLAGS,
    MOST_LINES,
    EarlierQuestion,
    FlagRow,
    last_and_marked,
    nearest,
)
from feedback.surveys.forms.settings import (
    KindSettings,
    checked,
    grouped,
    setting_fields,
)
from feedback.surveys.forms.survey import plain_lines
from feedback.surveys.kinds import KINDS
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Choice, Question, Row
from feedback.surveys.questions import QuestionDraft
from feedback.surveys.rows import RowDraft
from feedback.surveys.rules.ticks import as_ticks, from_ticks
from studies.wording.fields import check_question_while_typing, check_while_typing
from studies.wording.findings import TextKind
from studies.wording.translations import place

# A choice longer than its column, or more choices than a person reads, is a mistake.
LONGEST_CHOICE = 400


class QuestionForm(forms.Form):
    """One question as its designer writes it; new ones have neither flags nor marker."""

    label = forms.CharField(
        label=_("Question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "cx-short"}),
    )
    hint = forms.CharField(
        label=_("Hint"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1, "class": "cx-line"}),
    )
    kind = forms.ChoiceField(
        label=_("How people answer"),
        initial="one_choice",
        widget=forms.RadioSelect,
        choices=[(kind.code, kind.label) for kind in KINDS.values()],
    )
    choices = forms.CharField(
        label=_("Choices, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    rows = forms.CharField(
        label=_("Lines to ask about, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    may_decline = forms.BooleanField(
        label=_("Offer “I would rather not say”"), required=False
    )
    may_not_apply = forms.BooleanField(
        label=_("Offer “Does not apply”"), required=False
    )
    message = forms.CharField(
        label=_("What to say when an answer does not fit"),
        help_text=_("Leave it empty for our own words."),
        required=False,
        max_length=400,
    )
    marker = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data=None,
        *,
        question: Question | None = None,
        earlier: Sequence[tuple[int, Question]] = (),
        published: bool = False,
        language: str = "",
    ):
        self.question, self.published = question, published
        self.rows = list(question.choices.all()) if question else []
        self.present = [row for row in self.rows if row.archived_at is None]
        super().__init__(data, initial=self._initial() if question else None)
        self.fields |= setting_fields(question)
        self.fields["kind"].choices = [
            (kind.code, capfirst(kind.label)) for kind in KINDS.values()
        ]
        self.earlier = [self._earlier(number, row) for number, row in earlier]
        self._check_while_typing(language)
        if question and question.locked:
            for name in self.fields:
                self.fields[name].disabled = name not in {"required", "marker"}

    def _check_while_typing(self, language: str) -> None:
        places = [place(row, "label") for row in self.present]
        if self.question:
            names = ("label", "hint", "choices")
            places += [place(self.question, name) for name in names]
        check_while_typing(self.fields["rows"], TextKind.CHOICE, language)
        check_while_typing(self.fields["message"], TextKind.MESSAGE, language)
        fields = {"text": "label", "hint": "hint", "choices": "choices"}
        check_question_while_typing(
            {part: self.fields[name] for part, name in fields.items()}, language, places
        )

    def _initial(self) -> dict[str, Any]:
        question = self.question
        return {
            "label": question.label,
            "hint": question.hint,
            "kind": question.kind,
            "choices": "\n".join(choice.label for choice in self.present),
            "rows": "\n".join(row.label for row in self.asked_rows),
            "required": question.required,
            "may_decline": question.settings.get("may_decline", False),
            "may_not_apply": question.settings.get("may_not_apply", False),
            "message": question.message,
            "marker": question_marker(question, self.present),
        }

    @property
    def asked_rows(self) -> list[Row]:
        if not (self.question and KINDS[self.question.kind].has_rows):
            return []
        return list(self.question.rows.current())

    @property
    def kind_label(self) -> str:
        kind = KINDS.get(self["kind"].value())
        return capfirst(kind.label) if kind else ""

    def kind_settings(self) -> list[KindSettings]:
        return list(grouped(self))

    def _earlier(self, number: int, row: Question) -> EarlierQuestion:
        ticked = self._ticked_answers()
        boxes = [
            (f"{row.key}:{choice.code}", choice.label) for choice in row.drafted_choices
        ]
        return EarlierQuestion(
            row, number, [(value, label, value in ticked) for value, label in boxes]
        )

    @property
    def shown_earlier(self) -> list[EarlierQuestion]:
        return nearest(self.earlier)

    @property
    def has_more_earlier(self) -> bool:
        shown = self.shown_earlier
        return len(shown) < len(self.earlier) or any(row.has_more for row in shown)

    @property
    def has_rule(self) -> bool:
        return any(asked.ticked for asked in self.earlier)

    def _ticked_answers(self) -> set[str]:
        if self.is_bound:
            return set(self.data.getlist("show_when"))
        rule = self.question.show_when if self.question else None
        pairs = as_ticks(rule) or []
        return {f"{key}:{code}" for key, codes in pairs for code in codes}

    @property
    def keeps_rule(self) -> bool:
        """Whether its rule says more than ticks can, and is left alone here."""
        return bool(self.question) and as_ticks(self.question.show_when) is None

    def flag_rows(self) -> list[FlagRow]:
        """Boxes for the choices that are saved; those of new lines are guessed."""
        flags = KINDS[self.question.kind].choice_flags if self.question else ()
        if not flags:
            return []
        return [
            FlagRow(
                choice,
                [(flag, FLAGS[flag], self._is_ticked(flag, choice)) for flag in flags],
            )
            for choice in self.present
        ]

    def shown_flag_rows(self) -> list[FlagRow]:
        return last_and_marked(self.flag_rows())

    @property
    def has_more_flags(self) -> bool:
        return len(self.present) > MOST_LINES

    def _is_ticked(self, flag: str, choice: Choice) -> bool:
        if self.is_bound:
            return choice.code in self.data.getlist(flag)
        return getattr(choice, flag)

    def clean_choices(self):
        return self._labels("choices")

    def clean_rows(self):
        return self._labels("rows")

    def _labels(self, name: str) -> list[str]:
        labels = lines(self.cleaned_data[name])
        long = [label for label in labels if len(label) > LONGEST_CHOICE]
        if long:
            raise forms.ValidationError(
                _(
                    "“%(choice)s…” is too long. Use 400 characters or fewer for "
                    "a choice."
                )
                % {"choice": long[0][:40]}
            )
        return labels

    def clean(self):
        kind = self.cleaned_data.get("kind")
        self.settings = checked(self, kind) if kind in KINDS else {}
        if self.question and "driver" in self.question.settings:
            self.settings["driver"] = self.question.settings["driver"]
        return self.cleaned_data

    def draft(self) -> QuestionDraft:
        data = self.cleaned_data
        return QuestionDraft(
            kind=data["kind"],
            label=plain_lines(data["label"]),
            hint=plain_lines(data["hint"]),
            required=data["required"] and KINDS[data["kind"]].is_asked,
            message=plain_lines(data["message"]),
            settings=self.settings,
            rows=tuple(RowDraft(label) for label in data["rows"]),
            show_when=self._show_when(),
            choices=tuple(self._choices(data["choices"], data["kind"])),
        )

    def _choices(self, labels: list[str], kind: str) -> list[ChoiceDraft]:
        matched = match(labels, self.rows, published=self.published)
        same_kind = self.question is not None and self.question.kind == kind
        present = {row.pk for row in self.present}
        return [
            self._flagged(label, row, kind)
            if same_kind and row and row.pk in present
            else guessed(label, kind)
            for label, row in zip(labels, matched, strict=True)
        ]

    def _flagged(self, label: str, row: Choice, kind: str) -> ChoiceDraft:
        flags = KINDS[kind].choice_flags
        ticked = {flag: self._is_ticked(flag, row) for flag in flags}
        return ChoiceDraft(label=label, **ticked)

    def _show_when(self) -> dict[str, Any] | None:
        """The ticked answers of earlier questions; none ticked means always."""
        if self.keeps_rule:
            return self.question.show_when
        picked = [
            (
                row.question.key,
                [value.split(":", 1)[1] for value, _l, on in boxes if on],
            )
            for row in self.earlier
            if (boxes := row.boxes) and row.ticked
        ]
        return from_ticks(picked)
