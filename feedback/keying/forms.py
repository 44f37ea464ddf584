from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FormNameForm(forms.Form):
    """The name that stands on every page of a printed form."""

    form = forms.CharField(
        label=_("Name of the form"),
        help_text=_("It stands at the edge of each page, behind the word “Form”."),
        max_length=80,
        error_messages={"required": _("Type the name that stands on the sheet.")},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "none"}
        ),
    )


class DayForm(forms.Form):
    """The day that is written on a sheet."""

    day = forms.DateField(
        label=_("Day on the sheet"),
        help_text=_("Leave it empty for today."),
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "cx-input"}, format="%Y-%m-%d"
        ),
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day
