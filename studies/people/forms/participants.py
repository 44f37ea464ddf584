from django import forms
from django.utils.translation import gettext_lazy as _

from studies.people.models import Consent, Need, Participant, Purpose
from studies.people.terms import Terms
from studies.planning.forms import language_choices
from studies.planning.models import Segment
from studies.wording.tags import language_name


class ParticipantForm(forms.Form):
    """What a person said: how to speak with them, what they need, their groups."""

    language = forms.ChoiceField(label=_("Language they speak with us"))
    needs = forms.MultipleChoiceField(
        label=_("What they need to take part"),
        help_text=_("Ask everybody. Nobody has to say why."),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    segments = forms.ModelMultipleChoiceField(
        label=_("Groups they say they belong to"),
        help_text=_(
            "We ask so that the people whom this study must hear are really heard, and "
            "for nothing else. Tell them so. Tick only what they say themselves; they "
            "may leave it open."
        ),
        queryset=Segment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data, *, participant: Participant):
        super().__init__(
            data,
            initial={
                "language": participant.language,
                "needs": participant.needs,
                "segments": participant.segments.all(),
            },
        )
        choices = dict(language_choices())
        choices.setdefault(participant.language, participant.language)
        self.fields["language"].choices = list(choices.items())
        groups = participant.study.segments.all()
        self.fields["segments"].queryset = groups
        if not groups:
            del self.fields["segments"]

    @property
    def said(self) -> dict:
        return {"segments": [], **self.cleaned_data}


class AgreedForm(forms.Form):
    """What somebody said yes to when a member of the team read it out."""

    language = forms.ChoiceField(label=_("Language in which you read it"))
    way = forms.ChoiceField(
        label=_("How they agreed"),
        choices=[
            (way.value, way.label) for way in (Consent.Way.VERBAL, Consent.Way.READ_OUT)
        ],
        widget=forms.RadioSelect,
        initial=Consent.Way.VERBAL,
    )
    purposes = forms.MultipleChoiceField(
        label=_("They said yes to"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, terms: Terms, language: str, before: list[str]):
        first = terms.language(language)
        # What holds stays, unless they take it back.
        super().__init__(data, initial={"language": first, "purposes": before})
        self.fields["language"].choices = [
            (code, language_name(code)) for code in terms.texts
        ]
        words = terms.texts[first]
        self.fields["purposes"].choices = [
            (purpose, words.get(purpose) or Purpose(purpose).label)
            for purpose in [Purpose.TAKE_PART.value, *terms.purposes]
        ]
