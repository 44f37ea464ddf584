from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studies.partners.models import Partner, PartnershipTerms
from studies.partners.partnerships import Offer
from studies.planning.models import Study
from studies.wording.tags import language_name

DATE = {"type": "date", "class": "usa-input--short"}
# About as long as a round takes.
USUAL_DAYS = 90


class TermsForm(forms.Form):
    """Terms to offer, with their own words in each language of the partner."""

    hours = forms.IntegerField(
        label=_("Hours that you ask of them, in all"),
        min_value=0,
        max_value=1000,
        help_text=_("0 where they only pass the links on."),
        widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
    )
    from_on = forms.DateField(
        label=pgettext_lazy("a first day", "From"), widget=forms.DateInput(DATE)
    )
    until_on = forms.DateField(
        label=_("Last day"),
        help_text=_("After it, their links start nothing new. Nobody has to do it."),
        widget=forms.DateInput(DATE),
    )

    def __init__(
        self,
        *args,
        partner: Partner,
        study: Study,
        newest: PartnershipTerms | None,
        **kwargs,
    ):
        self.source = study.source_language
        others = [code for code in partner.languages if code != self.source]
        self.languages = [self.source, *others]
        kwargs.setdefault("initial", self._first(newest))
        super().__init__(*args, **kwargs)
        for code in self.languages:
            self._add_words(code)
            for name in ("purpose", "pay"):
                words = newest.words.get(code, {}) if newest else {}
                self.initial[f"{name}_{code}"] = words.get(name, "")

    def _first(self, newest) -> dict:
        if newest:
            return {name: getattr(newest, name) for name in self.base_fields}
        today = timezone.localdate()
        return {"from_on": today, "until_on": today + timedelta(days=USUAL_DAYS)}

    def _add_words(self, code: str) -> None:
        spoken = {"language": language_name(code)}
        must = code == self.source
        attrs = {"lang": code, "dir": "auto", "rows": 3}
        self.fields[f"purpose_{code}"] = forms.CharField(
            label=_("What it is for, in %(language)s") % spoken,
            max_length=600,
            required=must,
            widget=forms.Textarea(attrs),
        )
        self.fields[f"pay_{code}"] = forms.CharField(
            label=_("What the organization gets for it, in %(language)s") % spoken,
            max_length=300,
            required=False,
            help_text=_("Such as “$300 for the house”. Empty: no payment."),
            widget=forms.TextInput({"lang": code, "dir": "auto"}),
        )

    def offer(self) -> Offer:
        said = self.cleaned_data
        words = {
            code: {name: said[f"{name}_{code}"] for name in ("purpose", "pay")}
            for code in self.languages
            if said[f"purpose_{code}"] or said[f"pay_{code}"]
        }
        dates = {name: said[name] for name in ("hours", "from_on", "until_on")}
        return Offer(words=words, source_language=self.source, **dates)
