from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.interchange.formats import SIZE_LIMIT


class FileForm(forms.Form):
    """A translator's file; what is in it is the action's business."""

    file = forms.FileField(
        label=_("Translator's file"),
        help_text=_("XLIFF 1.2, PO or XLSX, 10 MB at most."),
        error_messages={
            "required": _("Choose a file first. Nothing was saved."),
            "empty": _("This file is empty. Nothing was saved."),
            "max_length": _("The file's name is too long. Nothing was saved."),
        },
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.po,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > SIZE_LIMIT:
            raise forms.ValidationError(
                _(
                    "The file is larger than 10 MB, far more than a translation is. "
                    "Nothing was saved."
                ),
                code="too_large",
            )
        return file


class TakeInForm(forms.Form):
    """Which rows of a file are taken in; the rows are those that the page showed."""

    mark = forms.CharField(widget=forms.HiddenInput)
    as_reviewed = forms.BooleanField(
        label=_("Somebody has read these translations over"), required=False
    )

    def rows(self, name: str) -> set[int]:
        return {int(row) for row in self.data.getlist(name) if row.isdecimal()}
