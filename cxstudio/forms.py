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

    def value_from_datadict(self, data, files, name):
        return printable(super().value_from_datadict(data, files, name) or "")

    def format_value(self, value):
        return printable(value or "")


def printable(text: str) -> str:
    """Without signs that nobody sees, such as NUL, which a program can send."""
    return "".join(sign for sign in text if sign.isprintable())


class PlainLines:
    """A form that keeps its texts with LF alone; a browser posts CR LF.

    So a text that nobody changed compares equal to the one that is stored.
    """

    def _clean_fields(self):
        super()._clean_fields()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = value.replace("\r\n", "\n")
