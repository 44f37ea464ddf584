from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.people.models import Participant, Payment
from studies.people.models.payment import CENTS
from studies.planning.models import Round, Study


class OfferForm(forms.Form):
    """Something promised to one person of a study."""

    number = forms.CharField(
        label=_("Person"),
        max_length=12,
        help_text=_("Their number in this study, such as P-001."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    what_for = forms.CharField(
        label=_("What for"),
        max_length=Payment._meta.get_field("what_for").max_length,
        help_text=_("Such as: interview on May 4. Write no name and no card number."),
    )
    round = forms.ModelChoiceField(
        label=_("Round"), queryset=Round.objects.none(), required=False
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=Decimal("0.01"),
        max_value=Decimal("99999.99"),
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Such as 25 or 25.00."),
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}\Z",
        label=_("Currency"),
        initial="USD",
        help_text=_("Three letters, such as USD."),
        error_messages={"invalid": _("Write three letters, such as USD.")},
    )

    def __init__(self, data=None, *, study: Study, **kwargs):
        super().__init__(data, **kwargs)
        self.study = study
        self.fields["round"].queryset = study.rounds.all()

    def clean_number(self) -> Participant:
        digits = self.cleaned_data["number"].strip().upper().removeprefix("P-")
        rows = self.study.participants
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 10
        found = rows.filter(number=int(digits)).first() if is_number else None
        if found is None:
            raise forms.ValidationError(
                _("Nobody in this study has this number. Look it up under People.")
            )
        return found

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()

    @property
    def terms(self) -> dict:
        said = self.cleaned_data
        return {
            "participant_id": said["number"].pk,
            "what_for": said["what_for"],
            "round_": said["round"],
            "cents": int(said["amount"] * CENTS),
            "currency": said["currency"],
        }


class PaidForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How it was paid"),
        choices=Payment.How.choices,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"on": timezone.localdate})
