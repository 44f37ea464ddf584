from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cxstudio.forms import CodeInput
from studies.partners import short_codes
from studies.wording.spelled_codes import plain, readings


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


class ShortCodeForm(forms.Form):
    """The short code from a flyer, as a person types it with any keyboard."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("8 letters and numbers, such as CDFG 3467. Spaces do not matter."),
        max_length=60,
        error_messages={"required": _("Type the code that stands on your paper.")},
        widget=CodeInput(),
    )

    def clean_code(self):
        code = self.cleaned_data["code"]
        self.readings = readings(code, short_codes.LENGTH)
        if not self.readings:
            number = len(plain(code))
            raise forms.ValidationError(
                ngettext(
                    "A code has 8 letters and numbers. You typed %(count)d.",
                    "A code has 8 letters and numbers. You typed %(count)d.",
                    number,
                )
                % {"count": number}
            )
        return code
