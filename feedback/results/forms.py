from collections.abc import Collection

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from cxstudio.forms import CodeInput
from feedback.answering import codes
from feedback.answering.forms import LONGEST_CODE
from feedback.answering.models import SurveyResponse
from feedback.results import reading, taking_back
from feedback.results.participation import Participation
from feedback.surveys.models import Survey
from studies.partners import short_codes
from studies.wording.spelled_codes import plain
from studies.wording.tags import language_name

NO_PARTNER = "none"


def mode_choices(found: Collection[str]) -> list[tuple[str, str]]:
    """Any way, and those in which somebody took part, in their usual order."""
    modes = [(m.value, capfirst(m.label)) for m in SurveyResponse.Mode if m in found]
    return [("", pgettext_lazy("filter", "All ways")), *modes]


class Narrowing(forms.Form):
    """Which answers to look at: a GET form whose choices are what there is."""

    answers = forms.ChoiceField(label=_("Answers"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    mode = forms.ChoiceField(label=_("Way to take part"), required=False)
    finished = forms.BooleanField(label=_("Only people who finished"), required=False)

    def __init__(self, *args, people: Participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        languages = sorted({place.language for place in people.started})
        self.fields["language"].choices = [
            ("", pgettext_lazy("filter", "All languages")),
            *((code, language_name(code)) for code in languages),
        ]
        self.fields["partner"].choices = [
            ("", pgettext_lazy("filter", "All partners")),
            *((str(pk), row.name) for pk, row in sorted(people.partners.items())),
            (NO_PARTNER, _("No partner (open link)")),
        ]
        modes = {place.mode for place in people.started}
        self.fields["mode"].choices = mode_choices(modes)
        self.fields["answers"].choices = self._kinds()
        for name in ("answers", "language", "partner", "mode"):
            self.fields[name].widget.attrs["class"] = "cx-input"

    def _kinds(self) -> list[tuple[str, str]]:
        """Real and synthetic answers are never added up: one of them is looked at."""
        kinds = [("real", _("Real answers")), ("synthetic", _("Synthetic answers"))]
        has_real = self.people.people("finished", is_synthetic=False) > 0
        return kinds if has_real else kinds[::-1]

    @property
    def has_both_kinds(self) -> bool:
        numbers = [
            self.people.people("finished", is_synthetic=kind) for kind in (True, False)
        ]
        return all(numbers)

    @property
    def is_synthetic(self) -> bool:
        return self.people.takes_synthetic(self._chosen("answers"))

    @property
    def chosen_language(self) -> str:
        return self._chosen("language")

    @property
    def chosen_partner(self) -> int | None | str:
        """A partner's id, None for those who came without one, "" for any."""
        chosen = self._chosen("partner")
        if chosen == NO_PARTNER:
            return None
        return int(chosen) if chosen else ""

    @property
    def is_narrowed(self) -> bool:
        empty = {"language": "", "partner": "", "mode": "", "is_finished": False}
        return self.narrowed != empty

    @property
    def narrowed(self) -> dict:
        """What narrows whom to count, by the names that counting takes."""
        return {
            "language": self.chosen_language,
            "partner": self.chosen_partner,
            "mode": self.chosen_mode,
            "is_finished": self.is_finished,
        }

    @property
    def is_finished(self) -> bool:
        return bool(self._chosen("finished"))

    @property
    def has_unfinished(self) -> bool:
        return self.people.people("partial", is_synthetic=self.is_synthetic) > 0

    @property
    def chosen_mode(self) -> str:
        return self._chosen("mode")

    def _chosen(self, name: str) -> str:
        """A value that is not on the list counts as none: a link may be old."""
        self.is_valid()
        return self.cleaned_data.get(name, "")


class ResponseSearch(forms.Form):
    """Which single responses to list."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    mode = forms.ChoiceField(label=_("Way to take part"), required=False)
    words = forms.CharField(label=_("With these words"), required=False, max_length=80)
    finished = forms.BooleanField(label=_("Only people who finished"), required=False)
    practice = forms.BooleanField(label=_("Practice responses"), required=False)
    pilot = forms.BooleanField(label=_("Pilot responses"), required=False)

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
        """The responses asked for; what is not on a list counts as not asked."""
        self.is_valid()
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
