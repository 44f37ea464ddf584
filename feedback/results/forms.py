from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from cxstudio.forms import CodeInput
from feedback.answering import codes
from feedback.answering.forms import LONGEST_CODE
from feedback.results import reading, taking_back
from feedback.results.narrowing import NO_PARTNER, mode_choices
from feedback.surveys.models import Survey
from studies.partners import short_codes
from studies.wording.spelled_codes import plain
from studies.wording.tags import language_name


class ResponseSearch(forms.Form):
    """Which single responses to list."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    mode = forms.ChoiceField(label=_("Way to take part"), required=False)
    words = forms.CharField(label=_("With these words"), required=False, max_length=80)
    finished = forms.BooleanField(label=_("Only people who finished"), required=False)
    practice = forms.BooleanField(label=_("Practice responses"), required=False)
    pilot = forms.BooleanField(label=_("Pilot responses"), required=False)
    over = forms.BooleanField(label=_("Only over quota"), required=False)

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        rows = survey.responses.order_by()
        found = set(rows.values_list("language", "partner__name", "mode").distinct())
        self.fields["language"].choices = [
            ("", pgettext_lazy("filter", "All languages")),
            *((code, language_name(code)) for code in sorted({p[0] for p in found})),
        ]
        names = sorted({name for _, name, _ in found if name})
        self.fields["mode"].choices = mode_choices({mode for _, _, mode in found})
        self.fields["partner"].choices = [
            ("", pgettext_lazy("filter", "All partners")),
            *((name, name) for name in names),
            (NO_PARTNER, _("No partner (open link)")),
        ]
        for name in ("language", "partner", "mode", "words"):
            self.fields[name].widget.attrs["class"] = "cx-input"

    def narrow(self, survey: Survey):
        """The responses asked for; none where something is asked that is on no list."""
        if not self.is_valid():
            return survey.responses.none()
        asked = self.cleaned_data
        rows = reading.readable(
            survey,
            is_practice=asked.get("practice", False),
            is_pilot=asked.get("pilot", False),
        )
        if asked.get("language"):
            rows = rows.filter(language=asked["language"])
        if asked.get("partner") == NO_PARTNER:
            rows = rows.filter(partner=None)
        elif asked.get("partner"):
            rows = rows.filter(partner__name=asked["partner"])
        if asked.get("mode"):
            rows = rows.filter(mode=asked["mode"])
        if asked.get("finished"):
            rows = rows.submitted()
        if asked.get("over"):
            rows = rows.filter(is_over_quota=True)
        if asked.get("words"):
            rows = reading.holding_words(rows, asked["words"])
        return rows


class CodeForm(forms.Form):
    """The code from a receipt, as a person types it."""

    code = forms.CharField(
        label=_("Your code to take your answers back"),
        help_text=_(
            "You got it when you sent your answers. It has 12 letters and numbers."
        ),
        max_length=LONGEST_CODE,
        error_messages={
            "required": _(
                "Type the code that you got at the end. It looks like CDFG-3467-HJKM."
            ),
            "max_length": _("This is too long. Your code has 12 letters and numbers."),
        },
        widget=CodeInput(),
    )

    @property
    def may_open_questions(self) -> bool:
        """Whether it has the length of another kind of code; nobody looks if it is."""
        lengths = (short_codes.LENGTH, codes.LENGTH)
        return len(plain(self["code"].value() or "")) in lengths

    def clean_code(self):
        code = self.cleaned_data["code"]
        number = len(plain(code))
        if number != codes.LENGTH:
            text = ngettext(
                "Your code has 12 letters and numbers. You typed %(count)d.",
                "Your code has 12 letters and numbers. You typed %(count)d.",
                number,
            )
            raise forms.ValidationError(text % {"count": number})
        self.found = taking_back.find(code)
        if self.found is None:
            raise forms.ValidationError(
                _(
                    "We find no answers for this code. If you took them back before, "
                    "they are gone. If not, look at each letter again."
                )
            )
        return code


class OfficeAddressForm(forms.Form):
    """Where an office is told each month what customers said there."""

    email = forms.EmailField(label=_("E-mail of the office"), max_length=254)
    how_we_got_it = forms.CharField(
        label=_("How we got it"),
        max_length=240,
        help_text=_("Such as “The office manager asked for it in May”."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES
    )
