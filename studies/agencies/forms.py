from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from studies.agencies import time_zones
from studies.agencies.models import Agency, ApiToken, User
from studies.agencies.permissions import Role
from studies.agencies.spoken import SPOKEN


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.DESIGNER
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)


class NewcomerForm(forms.Form):
    """Name and password of somebody whose address the invitation has proved."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Your team sees it beside what you change."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("At least 12 characters. Three or four words in a row do well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self):
        password = self.cleaned_data["password"]
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"),
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text=_("For example: monthly figures for the web team."),
    )


class AgencyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the agency"),
        max_length=Agency._meta.get_field("name").max_length,
    )
    admin_email = forms.EmailField(label=_("E-mail of its first administrator"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("All its days and hours are meant there."),
        choices=lambda: [("", _("Choose")), *time_zones.zone_choices()],
    )


def zone_field(field: Field, present: str) -> forms.ChoiceField:
    """A place to choose; what the agency has now is offered, whatever it is."""
    return forms.ChoiceField(
        label=capfirst(field.verbose_name),
        help_text=_(
            "All your days and hours are meant there. Messages go out from 9:00 to "
            "20:00."
        ),
        choices=[("", _("Choose")), *time_zones.zone_choices(present)],
    )


def spoken_field(field: Field) -> forms.MultipleChoiceField:
    """A box for each language that an agency may speak on the phone."""
    return forms.MultipleChoiceField(
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
        choices=list(SPOKEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
