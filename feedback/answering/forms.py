from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cxstudio.forms import CodeInput
from feedback.answering import codes, ways
from feedback.answering.models import SurveyResponse
from studies.partners import short_codes
from studies.wording.spelled_codes import plain, readings

Help, Reason = SurveyResponse.Help, SurveyResponse.ProxyReason


class HelpForm(forms.Form):
    """What a helper does for the person who answers."""

    help = forms.MultipleChoiceField(
        label=_("What do you do for them?"),
        help_text=_("Choose all that fit."),
        choices=[
            (Help.READ_OUT, _("I read the questions to them")),
            (Help.WROTE, _("I type or tap their answers")),
            (Help.LANGUAGE, _("I put it into another language")),
            (Help.EXPLAINED, _("I explain words")),
            (Help.OTHER, _("I help in another way")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way in which you help.")},
    )

    @property
    def way(self) -> ways.Way:
        return ways.helped(self.cleaned_data["help"])


class ProxyForm(forms.Form):
    """Why somebody else answers."""

    reason = forms.ChoiceField(
        label=_("Why can’t they answer?"),
        choices=[
            (Reason.ILL, _("They are too ill, or a disability stops them")),
            (Reason.CHILD, _("They are under 18, and I am their parent or guardian")),
            (
                Reason.LANGUAGE,
                _("It is not in their language, and nobody can put it into theirs"),
            ),
            (Reason.DIED, _("They have died")),
            (Reason.OTHER, _("Another reason")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that fits best.")},
    )

    @property
    def way(self) -> ways.Way:
        return ways.answered_for(self.cleaned_data["reason"])


TELLS, ASKS = "tells", "asks"


class TellMeForm(forms.Form):
    """What somebody wants to hear from us, and where. Nothing is ticked beforehand."""

    wants = forms.MultipleChoiceField(
        label=_("What do you want?"),
        choices=[
            (TELLS, _("Tell me what changed")),
            (ASKS, _("Ask me again, about other studies")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one of the two.")},
    )
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

    def request(self) -> dict:
        """What `updates.ask_for_updates` takes of it."""
        wants = self.cleaned_data["wants"]
        return {
            "email": self.cleaned_data["email"],
            "tells": TELLS in wants,
            "asks": ASKS in wants,
        }


# As people type codes: with gaps, or twice by mistake.
LONGEST_CODE = 60


class ShortCodeForm(forms.Form):
    """A code as a person types it with any keyboard: from a flyer, or to go on by."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_(
            "On a flyer it has 8 letters and numbers, such as CDFG 3467. To finish "
            "later, it has 12."
        ),
        max_length=LONGEST_CODE,
        error_messages={
            "required": _(
                "Type the code that stands on your paper. It looks like CDFG 3467, or "
                "like CDFG-3467-HJKM."
            ),
            "max_length": _(
                "This is too long. A code has 8 or 12 letters and numbers."
            ),
        },
        widget=CodeInput(),
    )

    @property
    def may_take_back(self) -> bool:
        """Whether it has the length of a receipt's code; nobody looks if it is one."""
        return len(plain(self["code"].value() or "")) == codes.LENGTH

    def clean_code(self):
        code = self.cleaned_data["code"]
        self.readings = readings(code, short_codes.LENGTH)
        self.going_on = readings(code, codes.LENGTH)
        if not (self.readings or self.going_on):
            number = len(plain(code))
            raise forms.ValidationError(
                ngettext(
                    "A code has 8 or 12 letters and numbers. You typed %(count)d.",
                    "A code has 8 or 12 letters and numbers. You typed %(count)d.",
                    number,
                )
                % {"count": number}
            )
        return code
