from datetime import date

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Survey


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
    """The day that is written on a sheet, while people could fill it in."""

    day = forms.DateField(
        label=_("Day on the sheet"),
        help_text=_("Leave it empty for today."),
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "cx-input"}, format="%Y-%m-%d"
        ),
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey = survey

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        if day and day < (first := self._first_day()):
            text = gettext(
                "The survey was first published on %(day)s. Type that day or a later one."
            )
            shown = date_format(first, "DATE_FORMAT")
            raise forms.ValidationError(text % {"day": shown})
        return day

    def _first_day(self) -> date:
        """When the first form could be printed that can be keyed in."""
        first = self.survey.versions.earliest("number")
        return timezone.localdate(first.published_at)
