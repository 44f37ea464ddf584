from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.partners.models import Partner
from studies.partners.observations import LONGEST
from studies.planning.models import Study


class ObservationForm(forms.Form):
    """What somebody of the staff noticed."""

    text = forms.CharField(
        label=_("What did you notice?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Such as “Many people ask what form 12 is for”. No names. Addresses and "
            "numbers of people are left out by themselves."
        ),
    )
    seen_on = forms.DateField(
        label=_("Day"),
        initial=timezone.localdate,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "usa-input--short"}, format="%Y-%m-%d"
        ),
    )
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("No office"),
    )
    study = forms.ModelChoiceField(
        label=_("Study that it may help"),
        queryset=Study.objects.none(),
        required=False,
        empty_label=_("No study"),
    )

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Partner.objects.within(agency).current()
        self.fields["office"].queryset = offices.filter(kind=Partner.Kind.OFFICE)
        self.fields["study"].queryset = Study.objects.within(agency).current()
