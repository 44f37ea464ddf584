"""Forms of one field or two."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VouchForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the person who read it"),
        max_length=120,
        error_messages={"required": _("Write the name of whoever read the texts.")},
    )


class CopyForm(forms.Form):
    title = forms.CharField(label=_("Title of the copy"), max_length=160)
