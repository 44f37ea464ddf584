from datetime import datetime, time

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.partners import flyers, prints
from studies.partners.models import InviteLink
from studies.planning.models import Activity
from studies.wording.tags import language_name


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


class Ending(forms.Form):
    """A last day, which a link works to the end of."""

    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "usa-input--short"}),
    )

    @property
    def expires_at(self) -> datetime | None:
        """The end of the last day, where the agency is."""
        day = self.cleaned_data["ends_on"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, time.max))


class LinkForm(Ending):
    """A new invite link of one partner."""

    field_order = ["activity", "label", "cap", "is_kiosk"]
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

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        activities = Activity.objects.within(agency).current()
        self.fields["activity"].queryset = activities.exclude(
            state=Activity.State.CLOSED
        )


class PrintForm(forms.Form):
    """What to print for a link, in which languages, and on which paper."""

    kind = forms.ChoiceField(
        label=_("What to print"),
        choices=[(kind.name, kind.label) for kind in prints.KINDS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to print.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages on it"),
        help_text=_("One or two; on a counter card up to four."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    paper = forms.ChoiceField(
        label=_("Paper"), choices=prints.PAPERS.items(), widget=forms.RadioSelect
    )

    def __init__(self, *args, link: InviteLink, **kwargs):
        super().__init__(*args, **kwargs)
        ready = flyers.languages_of(link)
        self.fields["languages"].choices = [
            (code, language_name(code)) for code in ready
        ]

    def clean(self):
        cleaned = super().clean()
        kind, languages = cleaned.get("kind"), cleaned.get("languages", [])
        if kind and len(languages) > prints.KINDS[kind].most:
            self.add_error("languages", prints.too_many(prints.KINDS[kind]))
        return cleaned
