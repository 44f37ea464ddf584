"""Forms of the team: who is invited, booked, what they agreed to, and notes."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from studies.people.models import Consent, Participant, Purpose
from studies.people.terms import Terms
from studies.planning.forms import language_choices
from studies.planning.models import Segment, Study
from studies.sessions import reasons, still_wanted
from studies.sessions.forms.visit import NeedsForm
from studies.sessions.models import Booking, Note, Session
from studies.sessions.noting import LONGEST

# As many as somebody can look through; whoever is invited makes room for the next.
SHOWN = 200


class OpenChoices(forms.CheckboxSelectMultiple):
    """Boxes of which those that are `closed` are shown, and can't be ticked."""

    closed: frozenset[int] | set[int] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "value", value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class WhomForm(forms.Form):
    """Narrows a long list of people to choose from."""

    number = forms.CharField(label=_("Number, such as P-014"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    group = forms.ModelChoiceField(
        label=_("Group"),
        queryset=Segment.objects.none(),
        required=False,
        empty_label=_("All"),
    )

    def __init__(self, *args, study: Study, **kwargs):
        super().__init__(*args, **kwargs)
        names, people = dict(language_choices()), study.participants.order_by()
        spoken = sorted(set(people.values_list("language", flat=True)))
        choices = [(code, names.get(code, code)) for code in spoken]
        self.fields["language"].choices = [("", _("All")), *choices]
        self.fields["group"].queryset = study.segments.all()

    def narrow(self, rows: QuerySet[Participant]) -> QuerySet[Participant]:
        """Those that were asked for; all where what was asked makes no sense."""
        said = self.cleaned_data if self.is_valid() else {}
        if number := said.get("number", "").strip().upper().removeprefix("P-"):
            is_one = number.isdecimal() and len(number) < 10
            rows = rows.filter(number=int(number)) if is_one else rows.none()
        if said.get("language"):
            rows = rows.filter(language=said["language"])
        return rows.filter(segments=said["group"]) if said.get("group") else rows


class InviteForm(forms.Form):
    """People of the study, by pseudonym, to be mailed a link to book."""

    participants = forms.ModelMultipleChoiceField(
        label=_("Whom you invite"),
        queryset=Participant.objects.none(),
        widget=OpenChoices,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, data=None, *, session: Session, whom: WhomForm):
        there = session.bookings.values("participant")
        chosen = data.getlist("participants") if data else []
        study, invited = session.round.study, {str(row["participant"]) for row in there}
        again = [pk for pk in chosen if pk in invited]
        self.again = list(study.participants.filter(pk__in=again))
        if again:  # another page invited them meanwhile
            data = data.copy()
            data.setlist("participants", [pk for pk in chosen if pk not in invited])
        self.has_nobody_new = bool(again) and not data.getlist("participants")
        super().__init__(data)
        rows = study.participants.exclude(pk__in=there)
        rows = rows.filter(withdrawn_on=None).exclude(person=None).order_by("number")
        rows = whom.narrow(rows)
        first = list(rows.select_related("person")[: SHOWN + 1])
        shown = first[:SHOWN]
        self.session, self.names = session, dict(language_choices())
        self.why_not = still_wanted.why_not_invited(session, shown, timezone.now())
        field = self.fields["participants"]
        field.label_from_instance = self._named
        field.queryset = rows.filter(pk__in=[row.pk for row in shown])
        # Only they can take it back, so nobody can choose them.
        field.widget.closed = {
            pk for pk, why in self.why_not.items() if why == "stopped"
        }
        self.shown, self.has_more = len(shown), len(first) > SHOWN

    def _named(self, row: Participant) -> str:
        """Pseudonym, language, and what speaks against inviting them."""
        named = f"{row.pseudonym} ({self.names.get(row.language, row.language)})"
        against = []
        if why := self.why_not.get(row.pk):
            reason = reasons.label(why)
            against.append(_("gets no mail: %(reason)s") % {"reason": reason})
        spoken = self.session.languages
        if spoken and row.language not in spoken:
            needed = _("this session is in other languages: an interpreter is needed")
            other = _("this session is in other languages")
            against.append(needed if self.session.has_interpreter else other)
        return " · ".join([named, *map(str, against)])


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
