from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feedback.surveys.drafting import SurveyDetails
from feedback.surveys.forms.moments import MomentField
from feedback.surveys.markers import survey_marker
from feedback.surveys.models import Survey
from feedback.surveys.plain_language import FIELDS
from feedback.surveys.starting import Starter, starters
from studies.agencies.models import Agency, Service
from studies.planning.models import Activity, Round
from studies.planning.models.activity import FEWEST_UNSENT_DAYS, MOST_UNSENT_DAYS
from studies.wording.fields import check_while_typing
from studies.wording.translations import place

# What people are promised; the first page says it in words of its own.
KEPT = {
    "anonymous": (
        _("Anonymous"),
        _(
            "Nobody can find out who answered, not even you. Reminders go to everyone "
            "who has not said that they are done."
        ),
    ),
    "confidential": (
        _("Confidential"),
        _(
            "Your team can see which participant gave which answer; nobody else can. "
            "Whoever has answered gets no reminder."
        ),
    ),
}
WORDS = {
    "service": _("The service, as people call it"),
    "agency": _("Your agency, as people call it"),
    "program": _("The program, as people call it"),
    "phone": _("Phone number for help"),
}


def rounds_of(agency: Agency):
    """Rounds that a survey may belong to."""
    current = Round.objects.within(agency).filter(study__archived_at=None)
    return current.select_related("study").order_by("study__title", "number")


class RoundField(forms.ModelChoiceField):
    def label_from_instance(self, round_):
        return f"{round_.study}: {round_}"


class KeptField(forms.ChoiceField):
    """Anonymous or confidential, each with its sentence."""

    def __init__(self, **kwargs):
        choices = [(value, title) for value, (title, _sentence) in KEPT.items()]
        label = _("How answers are kept")
        widget = forms.RadioSelect
        super().__init__(label=label, choices=choices, widget=widget, **kwargs)

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        bound.cards = [
            (value, title, sentence, bound.value() == value)
            for value, (title, sentence) in KEPT.items()
        ]
        return bound


@dataclass(frozen=True)
class StarterCard:
    """A starter on the page, with the fields that it alone needs."""

    starter: Starter
    fields: list[forms.BoundField]
    is_picked: bool


class NewSurveyForm(forms.Form):
    """How a survey begins: a title, a promise, and where its questions come from."""

    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("People read it first. A ready survey below brings its own."),
    )
    kept = KeptField()
    round = RoundField(
        label=_("Part of"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("No study: it stands alone"),
    )
    source_language = forms.ChoiceField(label=_("Language you write in"))
    start = forms.ChoiceField(label=_("Start from"), initial="blank")
    text = forms.CharField(
        label=_("Your questions, as text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args, agency: Agency, round_: Round | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds_of(agency)
        self.fields["round"].initial = round_
        self.fields["source_language"].choices = settings.LANGUAGES
        self.fields["source_language"].initial = (
            round_.study.source_language if round_ else "en"
        )
        self.fields["start"].choices = [(k, k) for k in ("blank", "paste", *starters())]
        known = known_words(agency, round_)
        for starter in starters().values():
            for word in starter.placeholders:
                self.fields[f"{starter.key}-{word}"] = forms.CharField(
                    label=WORDS.get(word, word),
                    required=False,
                    max_length=160,
                    initial=known.get(word, ""),
                )
            if starter.may_leave_out:
                self.fields[f"{starter.key}-leave_out"] = forms.BooleanField(
                    label=_("People meet no employee: leave out those choices"),
                    required=False,
                )

    @property
    def picked(self) -> str:
        return self["start"].value()

    def cards(self) -> Iterator[StarterCard]:
        for starter in starters().values():
            own = [n for n in self.fields if n.startswith(f"{starter.key}-")]
            fields = [self[name] for name in own]
            for field in fields:  # not optional, once this starter is the one picked
                field.field.required = not isinstance(field.field, forms.BooleanField)
            yield StarterCard(starter, fields, self.picked == starter.key)

    def words(self) -> dict[str, str]:
        """The chosen starter's words, by placeholder."""
        key = self.cleaned_data["start"]
        names = starters()[key].placeholders
        return {name: self.cleaned_data[f"{key}-{name}"] for name in names}

    def clean(self):
        start, title = self.cleaned_data.get("start"), self.cleaned_data.get("title")
        if start in starters():
            for name, word in self.words().items():
                if not word:
                    self.add_error(
                        f"{start}-{name}", _("The questions name it. Fill it in.")
                    )
        elif not title and "title" not in self.errors:
            self.add_error("title", _("Give it a title; people read it first."))
        return self.cleaned_data


def known_words(agency: Agency, round_: Round | None) -> dict[str, str]:
    """What the product knows already, so that nobody types it again."""
    services = list(Service.objects.within(agency).current()[:2])
    only = services[0].name if len(services) == 1 else ""
    service = round_.study.service.name if round_ else only
    return {
        "service": service,
        "program": service,
        "agency": agency.name,
        "phone": agency.contact_phone,
    }


class DetailsForm(forms.Form):
    """What a survey says of itself, and when it is open."""

    title = forms.CharField(label=_("Title"), max_length=160)
    purpose = forms.CharField(
        label=_("First page: what it is for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Say who asks and why, and what you will do with the answers. Below it we "
            "add how long it takes, that people choose, what you keep and whom to "
            "call. Leave an empty line between paragraphs."
        ),
    )
    legal = forms.CharField(
        label=_("First page: legal notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "What a law has you say, such as a control number. People open it at the "
            "end of the first page."
        ),
    )
    thanks = forms.CharField(
        label=_("Last page: thank you"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say what happens next, and by when."),
    )
    layout = forms.ChoiceField(
        label=_("Pages"), choices=Survey.Layout, widget=forms.RadioSelect
    )
    shows_answers = forms.BooleanField(
        label=_("Show answers again before sending"),
        required=False,
        help_text=_(
            "People look over what they answered, and change it, before anything is "
            "sent. Without it, one button below the questions sends them. That works "
            "only where all questions stand on one page; everywhere else people see "
            "their answers again in any case."
        ),
    )
    kept = KeptField()
    round = RoundField(
        label=_("Part of"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("No study: it stands alone"),
    )
    opens_at = MomentField(label=_("Opens"), required=False)
    closes_at = MomentField(label=_("Closes"), required=False)
    unsent_days = forms.IntegerField(
        label=_("Days to finish"),
        required=False,  # left empty, they stay as they are
        min_value=FEWEST_UNSENT_DAYS,
        max_value=MOST_UNSENT_DAYS,
        help_text=_(
            "People may stop and go on later, for this many days after they began."
        ),
        error_messages={
            "invalid": _("Write a whole number of days, from 1 to 180."),
            "min_value": _("One day is the least. Write a number from 1 to 180."),
            "max_value": _("180 days are the most. Write a number from 1 to 180."),
        },
    )
    unsent = forms.ChoiceField(
        label=_("What happens then to answers that nobody sent"),
        required=False,  # not sent along, it stays as it is
        choices=Activity.Unsent,
        widget=forms.RadioSelect,
        help_text=_(
            "The first page tells people which, before they answer. Counted ones are "
            "marked in results as not finished, and fill no quota."
        ),
    )
    marker = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, survey: Survey):
        activity = survey.activity
        initial = {
            "title": survey.title,
            "purpose": survey.purpose,
            "legal": survey.legal,
            "thanks": survey.thanks,
            "layout": survey.layout,
            "shows_answers": survey.shows_answers,
            "kept": "anonymous" if activity.anonymous else "confidential",
            "round": activity.round_id,
            "opens_at": activity.opens_at,
            "closes_at": activity.closes_at,
            "unsent_days": activity.unsent_days,
            "unsent": activity.unsent,
            "marker": survey_marker(survey),
        }
        super().__init__(data, initial=initial)
        self.fields["round"].queryset = rounds_of(survey.agency)
        for name in ("opens_at", "closes_at"):
            self.fields[name].mean(survey.agency, initial[name])
        for name, kind in FIELDS.items():
            places = [place(survey, name)]
            language = survey.source_language
            check_while_typing(self.fields[name], kind, language, places)
        if activity.state != activity.State.DRAFT:
            for name in ("kept", "unsent_days", "unsent"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("People were told this, so it stays.")

    def details(self) -> SurveyDetails:
        data = self.cleaned_data
        return SurveyDetails(
            title=data["title"],
            purpose=plain_lines(data["purpose"]),
            legal=plain_lines(data["legal"]),
            thanks=plain_lines(data["thanks"]),
            layout=data["layout"],
            shows_answers=data["shows_answers"],
            anonymous=data["kept"] == "anonymous",
            round=data["round"],
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            unsent_days=data["unsent_days"],
            unsent=data["unsent"] or None,
        )


def plain_lines(text: str) -> str:
    """Browsers send CR LF; texts are kept with LF alone, so that they compare equal."""
    return text.replace("\r\n", "\n").strip()
