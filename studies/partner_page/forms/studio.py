from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PageLanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language that their page begins in"), choices=settings.LANGUAGES
    )
