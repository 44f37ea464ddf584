from django import forms
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.people.models import LegalHold
from studies.planning.models import Study


class HoldForm(forms.Form):
    """What must not be erased, and why."""

    study = forms.ModelChoiceField(
        label=_("What must be kept"),
        queryset=Study.objects.none(),
        required=False,
        empty_label=_("Everything of this agency"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LegalHold._meta.get_field("reason").max_length,
        help_text=_("Such as the court and the number of the case. Write no names."),
    )

    def __init__(self, data=None, *, agency: Agency):
        super().__init__(data)
        self.fields["study"].queryset = Study.objects.within(agency).order_by("title")


class LeaveForm(forms.Form):
    """How much somebody wants to take back."""

    STUDY, PERSON = "study", "person"

    what = forms.ChoiceField(
        label=_("What do they want?"),
        choices=[
            (STUDY, _("Leave this study: all that they gave to it goes")),
            (PERSON, _("Leave everything: all studies, and their name and addresses")),
        ],
        initial=STUDY,
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=_("The person asked for it, and knows that it can’t be undone")
    )

    def __init__(self, data=None, *, has_contact: bool):
        super().__init__(data)
        if not has_contact:
            self.fields["what"].choices = self.fields["what"].choices[:1]
