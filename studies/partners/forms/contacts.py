from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from studies.partners.models import PartnerSite
from studies.wording.tags import direction, language_name


class ContactForm(forms.Form):
    """A contact person of a partner; a code for their page is mailed to the address."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Codes for their page are mailed to it."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class SiteForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the place"),
        max_length=80,
        help_text=_("Such as “front desk” or “Tuesday food bank”."),
    )


class SiteNamesForm(SiteForm):
    """The team's name of a place, and what readers of each language call it."""

    def __init__(self, *args, site: PartnerSite, **kwargs):
        there = {"name": site.name} | {
            f"name_{code}": text for code, text in site.names.items()
        }
        super().__init__(*args, initial=there, **kwargs)
        self.codes = sorted({*dict(settings.LANGUAGES), *site.partner.languages})
        for code in self.codes:
            attrs = {"lang": code, "dir": direction(code)}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language_name(code)},
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )

    @property
    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code in self.codes}
