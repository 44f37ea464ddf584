"""What a designer brings: text, the HTML that a browser copied with it, or a file."""

import codecs
import re

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.surveys.pasting import LARGEST_HTML, is_html, lines_from_html

TOO_LARGE = _(
    "This is larger than 10 MB, far more than questions are. Nothing was read. Paste "
    "only the questions, or paste them in parts."
)
CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


class PasteForm(forms.Form):
    """One of the three; a file wins over what was pasted, and HTML over bare text."""

    text = forms.CharField(required=False, strip=False)
    html = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_HTML:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean_text(self):
        return self._not_too_large("text")

    def clean_html(self):
        return self._not_too_large("html")

    def _not_too_large(self, name: str) -> str:
        if len(self.cleaned_data[name]) > LARGEST_HTML:
            raise forms.ValidationError(TOO_LARGE)
        return self.cleaned_data[name]

    def first_error(self) -> str:
        return next(str(messages[0]) for messages in self.errors.values())

    def text_of_file(self) -> str:
        file = self.cleaned_data["file"]
        return decoded(file.read()) if file else ""

    def document(self) -> str:
        """The lines to read questions from."""
        data = self.cleaned_data
        brought = self.text_of_file() or data["html"] or data["text"]
        if is_html(brought) or (data["html"] and brought == data["html"]):
            return lines_from_html(brought)
        return brought


def decoded(content: bytes) -> str:
    """A file's text, in the encoding that it names, else as old Windows writes it."""
    for mark, name in (
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = CHARSET.search(content[:5000])
        name = named[1].decode("ascii", "ignore") if named else "windows-1252"
    try:
        return content.decode(name, "replace")
    except LookupError:
        return content.decode("windows-1252", "replace")
