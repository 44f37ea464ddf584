from django import forms
from django.utils.translation import gettext_lazy as _

from studies.partners.models import Partner


class CameByForm(forms.Form):
    """The partners of a study who brought somebody, the first one among them."""

    partners = forms.ModelMultipleChoiceField(
        label=_("Partners who brought this person"),
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever is ticked first stays the first one."),
    )

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = partners
