"""The forms with which people sign in, in the words of this product."""

from allauth.account import forms as account
from django import forms
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mail")


class LoginForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say_once(self, "login")
        _say_once(self, "password", _("Password"))
        self.fields["remember"].label = _("Stay signed in on this computer")


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say_once(self, "email")


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say_once(self, "email")


def _say_once(form: forms.Form, name: str, label: str = EMAIL) -> None:
    """The label alone: a word inside the field goes as soon as somebody types."""
    form.fields[name].label = label
    form.fields[name].widget.attrs.pop("placeholder", None)
