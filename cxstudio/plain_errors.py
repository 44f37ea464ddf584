"""What a form says about a field that was not filled in well, in plain words.

Django's own sentences ("Ensure this value is greater than or equal to 1.") read like a
machine, and it offers no setting for them; each form would have to repeat ours.
"""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FIELDS: dict[type[forms.Field], dict[str, object]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.ChoiceField: {
        "required": _("Choose one."),
        "invalid_choice": _("This is not on the list. Choose again."),
    },
    forms.ModelChoiceField: {
        "required": _("Choose one."),
        "invalid_choice": _("This is not on the list any more. Choose again."),
    },
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _("This is not on the list. Choose again."),
    },
    forms.ModelMultipleChoiceField: {"required": _("Choose at least one.")},
    forms.BooleanField: {"required": _("Tick this box to go on.")},
    forms.DateField: {
        "required": _("Choose a date."),
        "invalid": _("Write a date: month, day and year."),
    },
    forms.IntegerField: {"invalid": _("Write a whole number.")},
    forms.EmailField: {"required": _("Write an e-mail address.")},
}

AN_ADDRESS = _("Write an e-mail address, such as name@example.org.")
TOO_SMALL = _("Write %(limit_value)s or more.")
TOO_LARGE = _("Write %(limit_value)s or less.")
TOO_LONG = ngettext_lazy(
    "This has %(show_value)d characters. Use %(limit_value)d or fewer.",
    "This has %(show_value)d characters. Use %(limit_value)d or fewer.",
    "limit_value",
)
HIDDEN_SIGN = _(
    "A hidden sign came along that we can’t keep. Paste the words as plain text, or write "
    "them here."
)


def install() -> None:
    """Before the first form is declared: a field takes its sentences when it is made."""
    for field, sentences in FIELDS.items():
        field.default_error_messages = {
            **vars(field).get("default_error_messages", {}),
            **sentences,
        }
    validators.EmailValidator.message = AN_ADDRESS
    validators.validate_email.message = AN_ADDRESS
    validators.MinValueValidator.message = TOO_SMALL
    validators.MaxValueValidator.message = TOO_LARGE
    validators.MaxLengthValidator.message = TOO_LONG
    validators.ProhibitNullCharactersValidator.message = HIDDEN_SIGN
