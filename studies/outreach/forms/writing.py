from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studies.outreach import placeholders, ways
from studies.outreach.default_texts import defaults
from studies.outreach.drafts import StepWords, Words, source_language
from studies.outreach.forms.steps import LABELS, PlannedStep, plans_of
from studies.outreach.forms.texting import short_field
from studies.outreach.letters import Writer, sources_of, texts_of
from studies.outreach.models import Step, Wave
from studies.outreach.short_texts import Texter
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.tags import direction

PARTS = ("subject", "body", "short")


@dataclass(frozen=True)
class LanguageTexts:
    """The texts of one step in one language, for the template."""

    code: str
    name: str
    is_source: bool
    fields: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


@dataclass(frozen=True)
class StepTexts:
    """One step of the mailing, for the template."""

    code: str
    label: str
    switch: list[forms.BoundField]  # whether it is sent, and after how many days
    names: list[str]  # what may stand in braces
    texts: list[LanguageTexts]


class MailingForm(forms.Form):
    """The steps of a mailing, and their words in each language of the survey."""

    per_second = forms.DecimalField(
        label=gettext_lazy("Messages a second, at most"),
        help_text=gettext_lazy(
            "Leave it empty for as many as the mail server takes. Few at a time keep "
            "your phone lines from being full of questions at once."
        ),
        min_value=Decimal("0.01"),
        max_value=1000,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
    )

    def __init__(self, data=None, *, wave: Wave):
        """`wave` may be unsaved."""
        super().__init__(data, initial={"per_second": wave.per_second})
        self.wave, self.activity = wave, wave.activity
        self.source = source_language(wave.activity)
        self.languages = wave.activity.languages_ready or [self.source]
        self.available = placeholders.available_for(wave)
        # Where nobody can get text messages, their words are kept as they are.
        self.texter = None if ways.texted(wave) is None else Texter(Writer(wave))
        self.plans = plans_of(wave.activity)
        sent_at = timezone.now()
        for plan in self.plans:
            is_sent = not data or plan.is_sent(data)
            self.fields |= plan.fields(wave, is_sent=is_sent)
            sent_at += plan.wait(wave)
            self._add_texts(plan, sent_at, is_sent=is_sent)

    def _starting_texts(self, step: str, at: datetime) -> dict[str, tuple[str, str]]:
        message = self.wave.message(step) if self.wave.pk else None
        if message is not None:
            return texts_of(message)
        available = placeholders.ahead_for(self.wave, at)
        return defaults(step, available, anonymous=self.activity.anonymous)

    def _add_texts(
        self, plan: PlannedStep, sent_at: datetime, *, is_sent: bool
    ) -> None:
        texts = self._starting_texts(plan.step, sent_at)
        places = self._places(plan.step)
        for language in self.languages:
            written = {"lang": language, "dir": direction(language)}
            widgets = {
                "subject": (160, forms.TextInput(attrs=written)),
                "body": (10_000, forms.Textarea(attrs=written | {"rows": 14})),
            }
            starts = texts.get(language, ("", ""))
            for (part, (most, widget)), start in zip(
                widgets.items(), starts, strict=True
            ):
                field = forms.CharField(
                    label=LABELS[plan.step][part],
                    max_length=most,
                    initial=start,
                    required=is_sent and language == self.source,
                    widget=widget,
                )
                check_while_typing(field, TextKind.MESSAGE, language, places)
                self.fields[f"{plan.step}_{part}_{language}"] = field
            if self.texter is not None:
                name = f"{plan.step}_short_{language}"
                sent = self.data.get(name) if self.is_bound else None
                field = short_field(self.texter, plan.step, language, sent)
                self.fields[name] = field
            self._tell_apart(plan.step, language)

    def _tell_apart(self, step: str, language: str) -> None:
        """The list of errors stands above all languages, so it names them."""
        named = dict(settings.LANGUAGES).get(language, language)
        for part in PARTS if len(self.languages) > 1 else ():
            if field := self.fields.get(f"{step}_{part}_{language}"):
                words = {"step": field.label, "language": named}
                field.label_above = _("%(step)s in %(language)s") % words

    def _places(self, step: str) -> list[str]:
        message = self.wave.message(step) if self.wave.pk else None
        return [text.place for text in sources_of(message)] if message else []

    def steps(self) -> Iterator[StepTexts]:
        """What the page shows, step after step, each in all its languages."""
        for plan in self.plans:
            known = placeholders.known_for(plan.step)
            yield StepTexts(
                plan.step,
                str(LABELS[plan.step]["name"]),
                [self[name] for name in plan.names],
                [name for name in known if name in self.available],
                list(self._by_language(plan.step)),
            )

    def _by_language(self, step: str) -> Iterator[LanguageTexts]:
        names = dict(settings.LANGUAGES)
        for code in self.languages:
            parts = [f"{step}_{part}_{code}" for part in PARTS]
            fields = [self[name] for name in parts if name in self.fields]
            name = str(names.get(code, code))
            yield LanguageTexts(code, name, code == self.source, fields)

    def clean(self):
        values = super().clean()
        sent = [plan for plan in self.plans if plan.is_sent(values)]
        if Step.REMINDER_2 in [plan.step for plan in sent] and not values.get("remind"):
            self.add_error(
                "remind_again",
                _("A second reminder needs a first one. Tick the first one too."),
            )
        for plan in sent:
            for language in self.languages:
                self._check(plan.step, language)
        return values

    def _check(self, step: str, language: str) -> None:
        short = f"{step}_short_{language}"
        if text := self.cleaned_data.get(short):
            wrong = placeholders.fault_of_text(text, step, available=self.available)
            if wrong:
                self.add_error(short, wrong)
        names = f"{step}_subject_{language}", f"{step}_body_{language}"
        if any(name in self.errors for name in names):
            return
        subject, body = (self.cleaned_data[name] for name in names)
        if not (subject or body) and language != self.source:
            return  # people who read this language get the source language
        for name, text in zip(names, (subject, body), strict=True):
            if not text:
                self.add_error(name, _("Write this too, or leave both texts empty."))
        self._check_placeholders(step, names, subject, body)

    def _check_placeholders(self, step, names, subject: str, body: str) -> None:
        wrong = placeholders.fault_of_subject(subject, step, available=self.available)
        if wrong:
            self.add_error(names[0], wrong)
        wrong = body and placeholders.fault(
            body, step, available=self.available, anonymous=self.activity.anonymous
        )
        if wrong:
            self.add_error(names[1], wrong)

    def words(self, step: str) -> dict[str, Words]:
        texts = {}
        for language in self.languages:
            subject, body, short = (
                self.cleaned_data.get(f"{step}_{part}_{language}") for part in PARTS
            )
            texts[language] = Words(subject, body.replace("\r\n", "\n"), short)
        return texts

    def written(self) -> dict[str, StepWords]:
        """Each step that is sent, as `drafts.save_draft` takes it."""
        return {
            plan.step: StepWords(
                self.words(plan.step), plan.after_days(self.cleaned_data)
            )
            for plan in self.plans
            if plan.is_sent(self.cleaned_data)
        }
