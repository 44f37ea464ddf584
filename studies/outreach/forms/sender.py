from django import forms
from django.utils.translation import gettext_lazy as _

from cxstudio.forms import CodeInput
from studies.outreach.models import Sender


class SenderForm(forms.ModelForm):
    """Who mailings come from."""

    class Meta:
        model = Sender
        fields = ["name", "address", "reader", "reply_to"]
        help_texts = {
            "name": _("Empty for your agency's name, in the language of each person."),
            "address": _("We mail a code there. Somebody has to be able to read it."),
            "reader": _("A person. People write back, and somebody answers them."),
        }


class SenderCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the mail"), max_length=20, widget=CodeInput()
    )
