from django import forms
from django.utils.translation import gettext_lazy as _


class CarryForm(forms.Form):
    """Into which round of its study a survey is carried."""

    round = forms.ModelChoiceField(
        label=_("Round"),
        queryset=None,
        empty_label=None,
        error_messages={
            "required": _("Choose the round in which you want to ask it again."),
            "invalid_choice": _("Choose one of the rounds on the list."),
        },
    )

    def __init__(self, *args, rounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds
        self.has_rounds = rounds.exists()
