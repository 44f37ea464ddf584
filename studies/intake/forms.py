from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from studies.intake.csv_rows import ENCODINGS
from studies.intake.faults import FAULTS, SIZE_LIMIT
from studies.intake.headings import Field
from studies.intake.models import PeopleFile
from studies.intake.reading import Column


class PeopleFileForm(forms.Form):
    """A list of people; what stands in it is the action's business."""

    file = forms.FileField(
        label=_("File with people"),
        help_text=_("CSV or XLSX, 100,000 people and 20 MB at most."),
        error_messages={
            "required": _("Choose a file first. Nothing was kept."),
            "empty": FAULTS["empty"],
            "max_length": _("The file's name is too long. Nothing was kept."),
        },
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    how_we_got_it = forms.CharField(
        label=_("How we got these addresses"),
        help_text=_(
            "Kept beside each person. Such as: signed up at the counter, with consent "
            "to be asked."
        ),
        max_length=240,
        error_messages={"required": _("Say how we got these addresses.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > SIZE_LIMIT:
            raise forms.ValidationError(FAULTS["too_large"], code="too_large")
        return file


class ColumnsForm(forms.Form):
    """What each column holds; one select for each column of this very file."""

    heading_line = forms.IntegerField(
        label=_("Row of the headings"),
        help_text=_("0 where the first row is a person already."),
        min_value=0,
        max_value=1000,
    )
    encoding = forms.ChoiceField(
        label=_("How the letters are written"),
        help_text=_("Choose another one where names look wrong."),
        choices=list(ENCODINGS.items()),
    )
    language = forms.ChoiceField(
        label=_("Language of those whose language is not known"),
        choices=settings.LANGUAGES,
    )

    def __init__(self, data, *, file: PeopleFile, columns: list[Column]):
        super().__init__(data)
        self.fields["heading_line"].initial = file.heading_line
        self.fields["language"].initial = file.language
        if file.encoding:
            self.fields["encoding"].initial = file.encoding
        else:
            del self.fields["encoding"]
        self.listed = columns
        for column in columns:
            self.fields[f"column_{column.number}"] = forms.ChoiceField(
                label=_now("What stands in column %(letter)s")
                % {"letter": column.letter},
                choices=[("", _("left out")), *Field.choices],
                initial=file.columns.get(str(column.number), ""),
                required=False,
                widget=forms.Select(attrs={"class": "cx-input"}),
            )

    @property
    def about_file(self) -> list[forms.BoundField]:
        return [
            self[n]
            for n in ("heading_line", "encoding", "language")
            if n in self.fields
        ]

    @property
    def columns(self) -> list[tuple[Column, forms.BoundField]]:
        return [(column, self[f"column_{column.number}"]) for column in self.listed]

    @property
    def chosen(self) -> dict[int, str]:
        """{column: what it holds}, without those that are left out."""
        found = {
            column.number: self.cleaned_data.get(f"column_{column.number}")
            for column in self.listed
        }
        return {number: field for number, field in found.items() if field}
