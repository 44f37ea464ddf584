from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


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
