from datetime import date
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from studies.outreach.audiences import brought_by, lists_of
from studies.outreach.models import Kind, Reached, Wave
from studies.people.models import Person
from studies.wording.tags import language_name


class AudienceForm(forms.Form):
    """Whom a mailing is for. A filter for many, single people for few."""

    kind = forms.ChoiceField(
        label=_("Who gets it"), widget=forms.RadioSelect, choices=Kind
    )
    people = forms.MultipleChoiceField(
        label=pgettext_lazy("of a mailing", "People"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"required": _("Choose at least one person.")},
    )
    came_with = forms.ChoiceField(
        label=_("Which list"),
        required=False,
        help_text=_("Counts with “People of one list” alone."),
        error_messages={"required": _("Choose a list.")},
    )
    groups = forms.MultipleChoiceField(
        label=_("Only these groups"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Groups of the study. It counts with “People of the study” alone."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Only people who read"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none for every language."),
    )
    reached = forms.ChoiceField(
        label=_("How far they came with this survey"), required=False
    )

    def __init__(self, data=None, *, wave: Wave, people: list[tuple[str, str]]):
        """`people` are the (id, label) pairs to tick; none where they are too many."""
        super().__init__(data, initial=_kept(wave))
        self.wave = wave
        self.fields["people"].choices = people
        self._offer_kinds(people)
        self.fields["came_with"].choices = [("", "–"), *_lists(wave)]
        self.fields["languages"].choices = _languages(wave)
        for kind, name in ((Kind.CHOSEN, "people"), (Kind.LIST, "came_with")):
            if name in self.fields:
                self.fields[name].required = self.data.get("kind") == kind

    def _offer_kinds(self, people: list) -> None:
        study, activity = self.wave.about, self.wave.activity
        without = [] if people else [Kind.CHOSEN]
        if study is None:
            without.append(Kind.STUDY)
        kinds = [kind for kind in Kind if kind not in without]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        groups = list(study.segments.values_list("pk", "name")) if study else []
        self.fields["groups"].choices = groups
        for name, there in (("people", people), ("groups", groups)):
            if not there:
                del self.fields[name]
        steps = [
            step
            for step in Reached
            if not (activity.anonymous and step == Reached.ANSWERED)
        ]
        self.fields["reached"].choices = [(step.value, step.label) for step in steps]

    def chosen(self) -> dict:
        """The filter as `audiences.choose` keeps it."""
        values = self.cleaned_data
        said = {"kind": values["kind"]}
        if said["kind"] == Kind.CHOSEN:
            return said
        if said["kind"] == Kind.LIST:
            said["added_on"], _space, said["how"] = values["came_with"].partition(" ")
        if said["kind"] == Kind.STUDY and values.get("groups"):
            said["groups"] = [int(pk) for pk in values["groups"]]
        if values["languages"]:
            said["languages"] = values["languages"]
        if values["reached"]:
            said["reached"] = values["reached"]
        return said

    def chosen_people(self) -> list[UUID]:
        return [UUID(pk) for pk in self.cleaned_data.get("people", [])]


def _kept(wave: Wave) -> dict:
    said = wave.audience_filter
    if said is None:
        chosen = [str(pk) for pk in wave.audience.values_list("pk", flat=True)]
        return {"kind": Kind.CHOSEN if chosen else "", "people": chosen}
    kept = {
        name: value for name, value in said.items() if name in AudienceForm.base_fields
    }
    if said["kind"] == Kind.LIST:
        kept["came_with"] = f"{said['added_on']} {said['how']}"
    return kept


def _lists(wave: Wave) -> list[tuple[str, str]]:
    rows = list(lists_of(wave.agency))
    files = brought_by(wave.agency, {row["added_on"] for row in rows})
    return [
        (
            f"{row['added_on']} {row['how_we_got_it']}",
            _list_label(**row, files=files.get(row["added_on"], [])),
        )
        for row in rows
    ]


def _list_label(
    added_on: date, how_we_got_it: str, people: int, files: list[tuple[str, int]]
) -> str:
    """How many are left of it; and the files of that day, where there were some."""
    label = ngettext(
        "%(day)s: %(how)s (%(n)s person)", "%(day)s: %(how)s (%(n)s people)", people
    ) % {"day": date_format(added_on, "DATE_FORMAT"), "how": how_we_got_it, "n": people}
    brought = [
        _("files of that day: %(n)s from %(who)s") % {"n": number, "who": who}
        for who, number in files
    ]
    return " · ".join([label, *brought])


def _languages(wave: Wave) -> list[tuple[str, str]]:
    people = Person.objects.within(wave.agency).current().order_by()
    codes = people.values_list("language", flat=True).distinct()
    named = [(code, str(capfirst(language_name(code)))) for code in codes]
    return sorted(named, key=lambda pair: pair[1])
