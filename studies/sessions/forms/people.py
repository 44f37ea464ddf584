"""Forms of the team: who is invited, booked, what they agreed to, and notes."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from studies.people.models import Consent, Participant, Purpose
from studies.people.terms import Terms
from studies.planning.forms import language_choices
from studies.sessions.forms.visit import NeedsForm
from studies.sessions.models import Booking, Note, Session
from studies.sessions.noting import LONGEST

# As many as somebody can look through; whoever is invited makes room for the next.
SHOWN = 200


class InviteForm(forms.Form):
    """People of the study, by pseudonym, to be mailed a link to book."""

    participants = forms.ModelMultipleChoiceField(
        label=_("Whom you invite"),
        queryset=Participant.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, data=None, *, session: Session):
        super().__init__(data)
        there = session.bookings.values("participant")
        rows = session.round.study.participants.exclude(pk__in=there)
        rows = rows.filter(withdrawn_on=None).exclude(person=None).order_by("number")
        first = list(rows.values_list("pk", flat=True)[: SHOWN + 1])
        self.fields["participants"].queryset = rows.filter(pk__in=first[:SHOWN])
        self.fields["participants"].label_from_instance = _named
        self.shown, self.has_more = len(first[:SHOWN]), len(first) > SHOWN


def _named(row: Participant) -> str:
    return (
        f"{row.pseudonym} ({dict(language_choices()).get(row.language, row.language)})"
    )


class BookForm(NeedsForm):
    """Booking for somebody who calls."""

    slot = forms.ModelChoiceField(
        label=_("Time"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, booking: Booking, slots, say):
        super().__init__(data, booking=booking)
        self.fields["slot"].queryset = slots
        self.fields["slot"].label_from_instance = say
        self.initial["slot"] = booking.slot_id

    field_order = ["slot", "needs", "interpreter", "brings_somebody", "other"]


class ConsentForm(forms.Form):
    """What somebody said they agree to, and how."""

    way = forms.ChoiceField(
        label=_("How they agreed"),
        choices=[
            (way.value, capfirst(way.label))
            for way in Consent.Way
            if way != Consent.Way.SELF
        ],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("In which language"))
    purposes = forms.MultipleChoiceField(
        label=_("What they said yes to"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data=None, *, asked: Terms, before: Consent | None, language):
        super().__init__(data)
        words = asked.texts[asked.source_language]
        purposes = [Purpose.TAKE_PART.value, *asked.purposes]
        self.fields["purposes"].choices = [(p, words[p]) for p in purposes]
        names = dict(language_choices())
        codes = dict.fromkeys([asked.source_language, *asked.texts])
        choices = [(code, names.get(code, code)) for code in codes]
        self.fields["language"].choices = choices
        self.initial["language"] = asked.language(language)
        if before is not None:
            self.initial["purposes"] = before.purposes


class NoteForm(forms.Form):
    """One thing at a time: who, what it is, and the words."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Note.Kind],
        widget=forms.RadioSelect,
        initial=Note.Kind.WORDS,
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Leave out names. Addresses and numbers are left out by themselves."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the words"))

    def __init__(self, data=None, *, bookings, language: str, who: str = ""):
        super().__init__(data)
        self.bookings = {str(row.pk): row for row in bookings}
        self.fields["who"].choices = [("", _("The whole group"))] + [
            (pk, row.participant.pseudonym) for pk, row in self.bookings.items()
        ]
        self.fields["language"].choices = language_choices()
        self.initial |= {"language": language, "who": who}
