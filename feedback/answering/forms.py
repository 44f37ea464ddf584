from django import forms
from django.utils.translation import gettext_lazy as _


class TellMeForm(forms.Form):
    """Where to tell somebody what changed."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=True,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address, such as name@example.org."),
            "invalid": _(
                "This is not a whole e-mail address. Write it like name@example.org."
            ),
        },
    )
