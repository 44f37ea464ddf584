from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from cxstudio.refusal import Refusal
from studies.agencies.studio import StudioForm
from studies.agencies.time_zones import zone_choices
from studies.people.conversations import LEVEL_OF_METHOD, check_took_place
from studies.people.models import Level, Method, Person
from studies.wording.tags import language_name

MOST_ROWS = 100


class AddPersonForm(forms.Form):
    """One row of the page that adds people; a row left empty is no row."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    # Any text, checked below: a browser's own check would stop the whole page.
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial="en", required=False
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("as your agency’s")), *zone_choices()],
        required=False,
    )
    how_we_got_it = forms.CharField(
        label=_("How we got it"),
        help_text=_("Such as: signed up at the counter."),
        max_length=240,
        required=False,
    )

    @property
    def is_blank(self) -> bool:
        return not any(
            self.cleaned_data.get(name)
            for name in ("name", "email", "phone", "how_we_got_it")
        )

    def clean(self):
        values = super().clean()
        if self.is_blank and not self.errors:
            return values
        email = values.get("email")
        if not email and not values.get("phone"):
            self.add_error(
                "email", _("Write the e-mail address or the phone of this person.")
            )
        elif email and not _is_address(email):
            self.add_error(
                "email",
                _("This is not a whole e-mail address, such as name@example.org."),
            )
        if not values.get("how_we_got_it") and "how_we_got_it" not in self.errors:
            self.add_error(
                "how_we_got_it",
                _("Say how we got this address, such as “signed up at the counter”."),
            )
        return values


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class ChangePersonForm(AddPersonForm):
    """One person as the list has them; saved only over what the page showed."""

    marker = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data, *, person: Person, marker: str):
        values = {name: getattr(person, name) for name in AddPersonForm.base_fields}
        super().__init__(data, initial=values | {"marker": marker})
        choices = dict(settings.LANGUAGES)
        choices.setdefault(person.language, language_name(person.language))
        self.fields["language"].choices = list(choices.items())
        zones = [("", _("as your agency’s")), *zone_choices(person.time_zone)]
        self.fields["time_zone"].choices = zones
        for name in ("language", "how_we_got_it"):
            self.fields[name].required = True

    @property
    def is_blank(self) -> bool:
        return False


class AddPeopleFormSet(forms.BaseFormSet):
    def filled(self) -> list[dict]:
        return [form.cleaned_data for form in self.forms if not form.is_blank]


def add_people_formset(data=None, *, rows: int = 3, typed: list[dict] | None = None):
    """Rows that were typed before, then as many empty ones as asked."""
    made = forms.formset_factory(
        AddPersonForm,
        formset=AddPeopleFormSet,
        extra=rows,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )
    return made(data, prefix="people", initial=typed)


def typed_rows(data) -> list[dict]:
    """What stands in the rows of a sent page, unchecked."""
    total = data.get("people-TOTAL_FORMS", "")
    number = min(int(total), MOST_ROWS) if total.isdecimal() else 0
    return [
        {name: data.get(f"people-{n}-{name}", "") for name in AddPersonForm.base_fields}
        for n in range(number)
    ]


class FindPersonForm(forms.Form):
    address = forms.CharField(
        label=_("Find one e-mail or phone"),
        max_length=254,
        help_text=_("The list is locked, so only a whole address can be found."),
    )


class ConversationEditForm(StudioForm):
    """Mend what was logged wrong; what people said is changed in its own list."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.fields:
            return  # somebody who may only look
        talk, names = self.instance, dict(Method.choices)
        self.fields["method"].choices = [(one, names[one]) for one in LEVEL_OF_METHOD]
        self.fields["level"].choices = [
            one for one in Level.choices if one[0] > Level.HEARD_FROM
        ]
        known = dict(settings.LANGUAGES)
        known.setdefault(talk.language, talk.language)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            choices=list(known.items()),
            widget=UnfoldAdminSelectWidget,
        )
        groups = self.fields["segments"]
        groups.queryset = groups.queryset.filter(study=talk.round.study_id)
        groups.widget = forms.CheckboxSelectMultiple(choices=groups.choices)
        groups.help_text = ""
        self.fields["heard"].help_text = _(
            "Earlier wordings are not kept. The single things that people said are "
            "changed under “What people said”."
        )

    def clean(self):
        answers = super().clean()
        held_on, method = answers.get("held_on"), answers.get("method")
        if held_on and method:
            try:
                check_took_place(held_on, method)
            except Refusal as refusal:
                self.add_error("held_on", refusal.message)
        if answers.get("people") == 0:
            self.add_error("people", _("Write how many people, at least 1."))
        if self.instance.participant_id:
            answers["people"] = 1
        if "method" in self.changed_data and "level" not in self.changed_data:
            answers["level"] = LEVEL_OF_METHOD.get(method, answers.get("level"))
        return answers
