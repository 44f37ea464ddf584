from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studies.outreach import placeholders
from studies.outreach.default_texts import defaults
from studies.outreach.drafts import Words, source_language
from studies.outreach.letters import sources_of, texts_of
from studies.outreach.models import Step, Wave
from studies.people.models import PanelMember
from studies.people.models.person import PersonQuerySet
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.tags import direction

EVERYONE, CHOSEN, PANEL = "everyone", "chosen", "panel"
STEPS = [Step.INVITATION, Step.REMINDER]


@dataclass(frozen=True)
class LanguageTexts:
    """The four texts of one language, for the template."""

    code: str
    name: str
    is_source: bool
    fields: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


class MailingForm(forms.Form):
    """Whom a mailing goes to, and its words in each language of the survey."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who gets it"),
        widget=forms.RadioSelect,
        choices=[
            (CHOSEN, gettext_lazy("Only the people I choose")),
            (PANEL, gettext_lazy("People who agreed to be asked again")),
            (EVERYONE, gettext_lazy("Everyone on the list")),
        ],
        initial=CHOSEN,
    )
    people = forms.MultipleChoiceField(
        label=pgettext_lazy("of a mailing", "People"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )
    remind = forms.BooleanField(
        label=gettext_lazy("Send one reminder to people who have not answered"),
        required=False,
        initial=True,
    )
    # Domain rule: at least 3 days between messages.
    reminder_after_days = forms.IntegerField(
        label=gettext_lazy("Days before the reminder"),
        min_value=3,
        max_value=60,
        initial=7,
        widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
    )

    def __init__(self, data=None, *, wave: Wave, people: list[tuple[str, str]]):
        """`wave` may be unsaved; `people` are the (id, label) pairs to choose from."""
        super().__init__(data)
        self.wave, self.activity = wave, wave.activity
        self.source = source_language(wave.activity)
        self.languages = wave.activity.languages_ready or [self.source]
        self.available = placeholders.available_for(wave)
        self.fields["people"].choices = people
        self.fields["people"].required = not data or data.get("audience") == CHOSEN
        self.reminding = not data or "remind" in data
        for step in STEPS:
            self._add_texts(step, self._starting_texts(step))
        if wave.pk:
            chosen = [str(pk) for pk in wave.audience.values_list("pk", flat=True)]
            self.initial |= {"people": chosen, "remind": bool(wave.reminder_id)}
            self.initial["reminder_after_days"] = wave.reminder_after_days

    def _starting_texts(self, step: str) -> dict[str, tuple[str, str]]:
        message = self.wave.message(step) if self.wave.pk else None
        if message is not None:
            return texts_of(message)
        return defaults(step, self.available, anonymous=self.activity.anonymous)

    def _add_texts(self, step: str, texts: dict[str, tuple[str, str]]) -> None:
        labels = {
            Step.INVITATION: (_("Subject of the invitation"), _("Invitation")),
            Step.REMINDER: (_("Subject of the reminder"), _("Reminder")),
        }[step]
        for language in self.languages:
            subject, body = texts.get(language, ("", ""))
            needed = language == self.source and (
                step == Step.INVITATION or self.reminding
            )
            written = {"lang": language, "dir": direction(language)}
            places = self._places(step)
            self.fields[f"{step}_subject_{language}"] = forms.CharField(
                label=labels[0],
                max_length=160,
                initial=subject,
                required=needed,
                widget=forms.TextInput(attrs=written),
            )
            self.fields[f"{step}_body_{language}"] = forms.CharField(
                label=labels[1],
                max_length=10_000,
                initial=body,
                required=needed,
                widget=forms.Textarea(attrs=written | {"rows": 14}),
            )
            for part in ("subject", "body"):
                field = self.fields[f"{step}_{part}_{language}"]
                check_while_typing(field, TextKind.MESSAGE, language, places)

    def _places(self, step: str) -> list[str]:
        message = self.wave.message(step) if self.wave.pk else None
        return [text.place for text in sources_of(message)] if message else []

    def texts_by_language(self) -> Iterator[LanguageTexts]:
        names = dict(settings.LANGUAGES)
        for code in self.languages:
            fields = [
                self[f"{step}_{part}_{code}"]
                for step in STEPS
                for part in ("subject", "body")
            ]
            name = str(names.get(code, code))
            yield LanguageTexts(code, name, code == self.source, fields)

    def clean(self):
        values = super().clean()
        for step in STEPS if values.get("remind") else [Step.INVITATION]:
            for language in self.languages:
                self._check(step, language)
        return values

    def _check(self, step: str, language: str) -> None:
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
        found = {
            language: Words(
                self.cleaned_data[f"{step}_subject_{language}"],
                self.cleaned_data[f"{step}_body_{language}"].replace("\r\n", "\n"),
            )
            for language in self.languages
        }
        return {
            language: words
            for language, words in found.items()
            if not words.is_empty or language == self.source
        }

    def draft(self, people: PersonQuerySet) -> dict:
        """What `drafts.save_draft` takes, from everyone who may be chosen."""
        values = self.cleaned_data
        if values["audience"] == CHOSEN:
            people = people.filter(pk__in=values["people"])
        elif values["audience"] == PANEL:
            people = people.filter(panel__state=PanelMember.State.CONFIRMED)
        return {
            "people": people,
            "invitation": self.words(Step.INVITATION),
            "reminder": self.words(Step.REMINDER) if values["remind"] else None,
            "reminder_after_days": values["reminder_after_days"],
        }
