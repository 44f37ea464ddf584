from datetime import datetime, time

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.planning.models import Activity


class PartnerForm(forms.Form):
    name = forms.CharField(label=_("Name of the organization"), max_length=160)
    serves = forms.CharField(label=_("Whom they serve"), max_length=240, required=False)
    areas = forms.CharField(
        label=_("Where they work"),
        max_length=240,
        required=False,
        help_text=_("Such as “the harbor district and the towns along the river”."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the people they serve"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class LinkForm(forms.Form):
    """A new invite link of one partner."""

    activity = forms.ModelChoiceField(
        label=_("Survey"), queryset=Activity.objects.none(), empty_label=None
    )
    label = forms.CharField(
        label=_("Where it is used"),
        max_length=80,
        required=False,
        help_text=_("Such as “poster at the front desk” or “newsletter in May”."),
    )
    cap = forms.IntegerField(
        label=_("Close after this many answers"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
    )
    is_kiosk = forms.BooleanField(
        label=_("For a screen that people share, as in a waiting room (kiosk)"),
        required=False,
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "usa-input--short"}),
    )

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        activities = Activity.objects.within(agency).current()
        self.fields["activity"].queryset = activities.exclude(
            state=Activity.State.CLOSED
        )

    @property
    def expires_at(self) -> datetime | None:
        """The end of the last day, where the agency is."""
        day = self.cleaned_data["ends_on"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, time.max))


class FlyerForm(forms.Form):
    """Which one or two languages stand on the flyer."""

    languages = forms.MultipleChoiceField(
        label=_("Languages on the flyer (one or two)"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one or two languages.")},
    )

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = choices

    def clean_languages(self):
        chosen = self.cleaned_data["languages"]
        if len(chosen) > 2:
            raise forms.ValidationError(
                _(
                    "Two languages fit on one sheet. Choose two, and print the rest apart."
                )
            )
        return chosen
