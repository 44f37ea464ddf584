"""How forms become HTML on the pages outside the studio."""

from django import forms
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw each field by our own template, and its errors and hint beside it."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class CodeInput(forms.TextInput):
    """For a code from paper: no keyboard mends it, and it reads from left to right."""

    def __init__(self):
        super().__init__(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        )
