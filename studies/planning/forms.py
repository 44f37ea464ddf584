from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cxstudio.forms import PlainLines
from studies.agencies.models import Agency, Service
from studies.agencies.permissions import GRANTS, Permission, Role
from studies.planning.models import ConceptVersion, Round, Study
from studies.planning.models.study import ADULT
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.tags import language_name
from studies.wording.translations import place


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def groups_of(text: str) -> list[tuple[str, int]]:
    """The group of each line, and how many of its people: 5 unless a number ends it."""
    groups = {}
    for line in lines_of(text):
        name, _colon, number = line.rpartition(":")
        number = number.strip()
        counted = number.isdecimal() and len(number) < 5 and any(map(str.isalpha, name))
        name, needed = (name.strip(), int(number)) if counted else (line, 5)
        if len(name) > 160:
            raise forms.ValidationError(
                _("“%(group)s…” is too long. Use 160 characters or fewer for a group.")
                % {"group": name[:40]}
            )
        groups[name] = needed
    return list(groups.items())


class NewStudyForm(forms.Form):
    """The four fields that start a study."""

    service = forms.CharField(
        label=_("Service"),
        max_length=160,
        help_text=_("The service that you want to make better."),
    )
    title = forms.CharField(
        label=_("What you are changing"),
        max_length=160,
        help_text=_("For example: renewal letter and form."),
    )
    launch_on = forms.DateField(
        label=_("Launch date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Three rounds are planned backward from this day."),
    )
    must_hear = forms.CharField(
        label=_("People you must hear"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One group on each line, with the number of people after a colon. "
            "For example: no fixed address: 5."
        ),
    )

    def __init__(self, *args, agency: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        names = Service.objects.within(agency).current().values_list("name", flat=True)
        self.services = list(names)
        self.fields["service"].widget.attrs["list"] = "services"

    def clean_must_hear(self):
        return groups_of(self.cleaned_data["must_hear"])


class PlanForm(forms.ModelForm):
    """The plan of a study: goals, whom, groups to hear, and how long answers stay."""

    groups = forms.CharField(
        label=_("People you must hear"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_(
            "One group on each line, with the number of people after a colon. "
            "For example: no fixed address: 5."
        ),
    )

    class Meta:
        model = Study
        fields = [
            "title",
            "about",
            "goal_1",
            "goal_2",
            "goal_3",
            "population",
            "retention_months",
            "compensation",
            "youngest",
            "why_minors",
            "leader_name",
            "safety_owner",
        ]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "population": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "about": _("Stands on the public page, above what changed."),
            "youngest": _(
                "18 unless the service is for younger people, too. The first page "
                "of each survey says it."
            ),
            "why_minors": _(
                "Only where you write an age under 18. Say also who agreed to it, such "
                "as your review board."
            ),
        }

    field_order = [
        "title",
        "about",
        "goal_1",
        "goal_2",
        "goal_3",
        "population",
        "groups",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "about"):
            places = [place(self.instance, name)]
            language = self.instance.source_language
            check_while_typing(self.fields[name], TextKind.SHARE_BACK, language, places)
        self.fields["youngest"].required = False  # without a word it is 18
        # Whoever looks has to be able to read the answer.
        readers = [role for role in Role if Permission.RESPONSE_READ in GRANTS[role]]
        team = self.instance.agency.members.active().filter(role__in=readers)
        self.fields["safety_owner"].queryset = team.select_related("user")
        self.fields["safety_owner"].empty_label = _("Nobody is named yet")
        if self.instance.pk:
            groups = self.instance.segments.filter(must_hear=True)
            self.initial["groups"] = "\n".join(f"{g.name}: {g.needed}" for g in groups)

    def clean(self):
        said = super().clean() or self.cleaned_data
        said["youngest"] = said.get("youngest") or ADULT
        if said["youngest"] < ADULT and not said.get("why_minors"):
            text = _("Write why people under 18 must be heard, or an age of 18.")
            self.add_error("why_minors", text)
        return said

    def clean_groups(self):
        return groups_of(self.cleaned_data["groups"])


class RoundForm(forms.ModelForm):
    """One round's days and what the team wants to learn in it."""

    questions = forms.CharField(
        label=_("What we want to learn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("One question on each line."),
    )

    class Meta:
        model = Round
        fields = ["starts_on", "ends_on", "tell_by"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on", "tell_by")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        texts = self.instance.questions.values_list("text", flat=True)
        self.initial["questions"] = "\n".join(texts)

    def clean(self):
        days = [
            self.cleaned_data.get(name) for name in ("starts_on", "ends_on", "tell_by")
        ]
        if all(days) and days != sorted(days):
            raise forms.ValidationError(
                _("A round starts, then ends, then people are told. Check the dates.")
            )
        return self.cleaned_data

    def clean_questions(self):
        questions = lines_of(self.cleaned_data["questions"])
        if any(len(question) > 240 for question in questions):
            raise forms.ValidationError(
                _("A question is too long. Use 240 characters or fewer.")
            )
        return questions


class PauseForm(forms.Form):
    """Why a study stands still, as everybody reads it."""

    reason = forms.CharField(
        label=_("Why it is paused"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody may read it.")},
    )

    def __init__(self, *args, study: Study, **kwargs):
        super().__init__(*args, initial={"reason": study.pause_reason}, **kwargs)
        self.fields["reason"].help_text = _(
            "A sentence or two in plain words, in %(language)s. It stands on the "
            "public page and at the doors of the surveys. Name nobody."
        ) % {"language": language_name(study.source_language)}
        language, places = study.source_language, [place(study, "pause_reason")]
        check_while_typing(self.fields["reason"], TextKind.SHARE_BACK, language, places)


class DraftForm(PlainLines, forms.ModelForm):
    class Meta:
        model = ConceptVersion
        fields = ["title", "round", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args, study: Study, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = study.rounds.all()
        self.fields["title"].required = False
        language = study.source_language
        check_while_typing(self.fields["body"], TextKind.MESSAGE, language)


def language_choices() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)
