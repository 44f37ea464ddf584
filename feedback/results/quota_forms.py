from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from studies.partners.models import Partner, Quota
from studies.partners.models.quota import (
    LONGEST_LEASE,
    MOST_PLACES,
    SHORTEST_LEASE,
    USUAL_LEASE,
)
from studies.planning.models import Segment, Study

SHORT = {"class": "usa-input--short"}


def _places(label, **options) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        max_value=MOST_PLACES,
        widget=forms.NumberInput(attrs=SHORT),
        **options,
    )


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Minutes that a place waits"),
        help_text=_(
            "A place is kept from the answer that makes the group, and for so long "
            "after each page. Then somebody else may have it."
        ),
        min_value=SHORTEST_LEASE,
        max_value=LONGEST_LEASE,
        initial=USUAL_LEASE,
        widget=forms.NumberInput(attrs=SHORT),
    )


class QuotaForm(forms.Form):
    """A new quota: which answers to one question make the group, and how many."""

    codes = forms.MultipleChoiceField(
        label=_("Whoever chooses one of these"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one answer.")},
    )
    target = _places(_("How many people to hear"), min_value=1)
    segment = forms.ModelChoiceField(
        label=_("Group of the plan"),
        queryset=Segment.objects.none(),
        empty_label=_("None of them"),
        required=False,
    )
    when_full = forms.ChoiceField(
        label=_("Who comes when it is full"),
        choices=Quota.WhenFull,
        initial=Quota.WhenFull.GO_ON,
        widget=forms.RadioSelect,
    )
    lease_minutes = _minutes()

    def __init__(self, *args, choices, study: Study | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = choices
        if study:
            self.fields["segment"].queryset = study.segments.all()
        else:
            del self.fields["segment"]


class QuotaChangeForm(forms.Form):
    """How many, and how many of them wait for one partner's people."""

    target = _places(_("How many people to hear"), min_value=1)
    lease_minutes = _minutes()

    def __init__(self, *args, partners: list[Partner], rooms: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.partners = partners
        for partner in partners:
            self.fields[f"room_{partner.pk}"] = _places(
                format_lazy(_("Kept for {partner}"), partner=partner.name),
                min_value=0,
                required=False,
                initial=rooms.get(partner.pk),
            )

    @property
    def rooms(self) -> dict[int, int]:
        sizes = {p.pk: self.cleaned_data[f"room_{p.pk}"] for p in self.partners}
        return {pk: size for pk, size in sizes.items() if size}
