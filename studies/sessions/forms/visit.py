from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from studies.agencies import time_zones
from studies.people.models import Need, Purpose
from studies.sessions import spoken
from studies.sessions.booking import LONGEST_NEED, Agreement, Needs
from studies.sessions.models import Booking
from studies.sessions.own_page import Asked
from studies.wording.tags import language_name

# Each is asked in a field of its own, or has nothing to do with coming here.
ASKED_APART = (Need.INTERPRETER, Need.SUPPORT_PERSON, Need.PHONE_ONLY)
INTERPRETED = (
    *("es", "ar", "zh-hans", "zh-hant", "vi", "ko"),
    *("tl", "ru", "ht", "pt", "fr", "en"),
)


class NeedsForm(forms.Form):
    """What makes it possible for somebody to come."""

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What do you need?"),
        help_text=gettext_lazy("Nobody asks why."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interpreter = forms.ChoiceField(
        label=gettext_lazy("Do you want an interpreter?"), required=False
    )
    brings_somebody = forms.BooleanField(
        label=gettext_lazy("Somebody comes along to help me"), required=False
    )
    other = forms.CharField(
        label=gettext_lazy("Is there anything else that helps?"),
        max_length=LONGEST_NEED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, booking: Booking, **more):
        super().__init__(data, **more)
        self.booking, session = booking, booking.session
        needs = [need for need in Need if need not in ASKED_APART]
        self.fields["needs"].choices = [(n.value, capfirst(n.label)) for n in needs]
        own = booking.participant.language
        codes = dict.fromkeys((*INTERPRETED, own)) if own else INTERPRETED
        names = [(code, capfirst(language_name(code))) for code in codes]
        self.fields["interpreter"].choices = [("", _("No")), *names]
        if not session.has_interpreter:
            del self.fields["interpreter"]
        self.initial |= {
            "needs": booking.needs,
            "interpreter": booking.interpreter,
            "brings_somebody": booking.brings_somebody,
            "other": booking.other_needs,
        }

    @property
    def offers_interpreter(self) -> bool:
        """Asked openly where nobody speaks the language of the person or of the page."""
        session, own = self.booking.session, self.booking.participant.language
        return "interpreter" in self.fields and any(
            spoken.foreign(session, code) for code in (own, get_language())
        )

    @property
    def says_something(self) -> bool:
        names = {"needs", "interpreter", "brings_somebody", "other"} & set(self.fields)
        apart = {"interpreter"} if self.offers_interpreter else set()
        return any(self[name].value() for name in names - apart)

    @property
    def said(self) -> Needs:
        given = self.cleaned_data
        return Needs(
            given["needs"],
            given.get("interpreter", ""),
            given["brings_somebody"],
            given["other"],
        )


class VisitForm(NeedsForm):
    """A person's own booking: when, what they need, and what they agree to."""

    slot = forms.TypedChoiceField(
        label=gettext_lazy("Choose a time"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose one of the times."),
            "invalid_choice": gettext_lazy(
                "Somebody else took this time just now. What you wrote is kept: choose "
                "another one."
            ),
        },
    )
    agree = forms.MultipleChoiceField(
        label=gettext_lazy("What you agree to"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone of the hours above"))

    def __init__(self, data=None, *, booking, slots, zone: str, asked: Asked | None):
        super().__init__(data, booking=booking)
        self.asked = asked
        self.fields["slot"].choices = [(str(pk), pk) for pk in slots]
        own = booking.session.time_zone
        self.fields["zone"].choices = time_zones.zone_choices(
            own, booking.time_zone, zone
        )
        self.initial |= {"zone": zone, "slot": booking.is_booked and booking.slot_id}
        language = booking.participant.language
        if booking.booked_at is None and spoken.foreign(booking.session, language):
            self.initial["interpreter"] = language
        if asked is None:
            del self.fields["agree"]
        else:
            purposes = [Purpose.TAKE_PART.value, *(p for p, _words in asked.boxes)]
            self.fields["agree"].choices = [(p, p) for p in purposes]
            # Taking part is agreed to by one's own hand for each visit. What holds
            # beyond it stays until somebody takes its tick away.
            part = [] if booking.is_booked else [Purpose.TAKE_PART.value]
            self.initial["agree"] = [p for p in asked.given if p not in part]

    def clean_agree(self):
        agreed = self.cleaned_data["agree"]
        if Purpose.TAKE_PART not in agreed:
            raise forms.ValidationError(
                _("To take part, tick the first box. It is your choice.")
            )
        return agreed

    def agreement(self, language: str) -> Agreement | None:
        agreed = self.cleaned_data.get("agree")
        if not agreed:
            return None
        # A page from before they agreed to it elsewhere takes nothing back.
        kept = [p for p in self.asked.held if p not in self.held]
        return Agreement([*agreed, *kept], language)

    @property
    def held(self) -> list[str]:
        """What the page shows as agreed to before, so that an empty box says no."""
        held = self.asked.held if self.asked else []
        shown = self.data.getlist("held") if self.is_bound else held
        return [purpose for purpose in held if purpose in shown]

    @property
    def chosen(self) -> str:
        return str(self["slot"].value() or "")

    @property
    def agreed(self) -> list[str]:
        return list(self["agree"].value() or []) if self.asked else []
