"""What a designer says about a link for somebody outside, before it is made."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.models import GuestLink, Survey
from feedback.surveys.outside.guests import Task
from feedback.surveys.reading import languages_to_read
from feedback.surveys.texts import draft_questions
from feedback.surveys.translation.rows import OWN_TEXTS, SECTION, state_names
from studies.wording.tags import language_name
from studies.wording.translations import State

RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")
FOR_TRANSLATORS = [State.MISSING, State.OUTDATED, State.MACHINE, State.DRAFT]


class TaskForm(forms.Form):
    """Which texts a translator gets: sections, question numbers, own texts, states."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Which sections"),
        help_text=gettext_lazy("Their titles, texts and questions."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    questions = forms.CharField(
        label=gettext_lazy("Which questions"),
        help_text=gettext_lazy(
            "Numbers, such as 1-20, 25. Empty, and no section: all."
        ),
        required=False,
        max_length=200,
    )
    own = forms.BooleanField(
        label=gettext_lazy("Title, first and last page too"),
        required=False,
        initial=True,
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("Which texts of these"),
        help_text=gettext_lazy("None ticked: all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        """Unbound, the survey is one whose `draft_questions` were read."""
        super().__init__(*args, **kwargs)
        # As numbered on the pages; only what is sent names any.
        asked = draft_questions(survey) if self.is_bound else []
        self.section_of = {row.key: row.drafted_section for row in asked}
        self.keys = list(self.section_of)
        self.fields["sections"].choices = [
            (f"{SECTION}{row.key}", row.title) for row in survey.drafted_sections
        ]
        names = state_names()
        self.fields["states"].choices = [
            (state.value, names[state]) for state in FOR_TRANSLATORS
        ]

    def clean_questions(self) -> list[str]:
        """Keys of the numbered questions; refused where there is no such number."""
        keys = []
        for part in filter(None, re.split(r"[,;\s]+", self._joined())):
            found = RANGE.fullmatch(part)
            first = int(found[1]) if found else 0
            last = int(found[2] or first) if found else 0
            if not 1 <= first <= last <= len(self.keys):
                raise forms.ValidationError(
                    _(
                        "There is no question “%(part)s”: they go from 1 to %(most)d. "
                        "No link was made."
                    )
                    % {"part": part, "most": len(self.keys)},
                    code="no_such_question",
                )
            keys += self.keys[first - 1 : last]
        return list(dict.fromkeys(keys))

    def _joined(self) -> str:
        """ "1 - 20" as one part."""
        return re.sub(r"\s*([-–])\s*", r"\1", self.cleaned_data["questions"])

    def task(self) -> Task:
        sections, own = self.cleaned_data["sections"], self.cleaned_data["own"]
        chosen = {*self.cleaned_data["questions"], *self._in_sections(sections)}
        if not chosen and not sections and not own:
            chosen = set(self.keys)
        keys = [key for key in self.keys if key in chosen]
        parts = [*sections, *keys]
        if own and parts:
            parts = [OWN_TEXTS, *parts]
        return Task(parts=tuple(parts), states=tuple(self.cleaned_data["states"]))

    def _in_sections(self, chosen: list[str]) -> list[str]:
        return [
            key
            for key, section in self.section_of.items()
            if section and f"{SECTION}{section.key}" in chosen
        ]


class AskForm(forms.Form):
    """What a reviewer is asked for beside comments."""

    asks_for = forms.ChoiceField(
        label=gettext_lazy("Ask for an approval, too"), required=False
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = GuestLink.Approval
        self.fields["asks_for"].choices = [
            ("", _("No, comments only")),
            (kinds.LEADER, _("Yes, of the survey as a whole (a leader)")),
            (kinds.PRIVACY, _("Yes, of what we keep (privacy)")),
            *(
                (f"{kinds.LANGUAGE}:{code}", _wording_in(code))
                for code in languages_to_read(survey)
            ),
        ]

    def asked(self) -> tuple[str, str]:
        kind, _colon, language = self.cleaned_data["asks_for"].partition(":")
        return kind, language


def _wording_in(code: str) -> str:
    return _("Yes, of the wording in %(language)s") % {"language": language_name(code)}
