from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from cxstudio.forms import PlainLines
from cxstudio.refusal import Refusal
from studies.agencies.studio import StudioForm
from studies.evidence import talking
from studies.evidence.actions import check_stands_on_something
from studies.evidence.models import Decision, Highlight, Insight, ShareBack
from studies.evidence.quoting import quotes
from studies.people.conversations import LEVEL_OF_METHOD
from studies.people.models import Method
from studies.planning.forms import language_choices, lines_of
from studies.planning.models import ConceptVersion, Round, Segment
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.translations import place


class ConversationForm(forms.Form):
    """Log a conversation: date, method, people, what we heard."""

    held_on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    method = forms.ChoiceField(label=_("How you talked"))
    people = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=500)
    language = forms.ChoiceField(label=_("Language you spoke"))
    segments = forms.ModelMultipleChoiceField(
        label=_("Groups they belong to"),
        queryset=Segment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_proxy = forms.BooleanField(
        label=_("Somebody spoke for a person who could not take part"), required=False
    )
    heard = forms.CharField(
        label=_("What we heard"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "In their words, one thing on each line. Leave out names, "
            "addresses and case numbers."
        ),
    )
    may_quote = forms.BooleanField(
        label=_("They said that we may quote them"),
        required=False,
        help_text=_(
            "Read them the sentence of your consent first. Without it we keep what "
            "you heard, and no words of theirs can be cited."
        ),
    )

    def __init__(self, *args, round_: Round, **kwargs):
        kwargs.setdefault(
            "initial", {"held_on": timezone.localdate(), "people": 1, "language": "en"}
        )
        super().__init__(*args, **kwargs)
        names = dict(Method.choices)
        self.fields["method"].choices = [(m, names[m]) for m in LEVEL_OF_METHOD]
        self.fields["language"].choices = language_choices()
        self.fields["segments"].queryset = round_.study.segments.all()
        if not talking.asks_to_quote(round_):
            del self.fields["may_quote"]

    def clean_heard(self):
        lines = lines_of(self.cleaned_data["heard"])
        if any(len(line) > 2000 for line in lines):
            raise forms.ValidationError(_("A line is too long. Break it into parts."))
        return "\n".join(lines)


class SaidField(forms.ModelMultipleChoiceField):
    """What people said, to choose from: in the team's language, with its round."""

    widget = forms.CheckboxSelectMultiple
    said: dict[int, str] = {}

    def offer(self, rows: QuerySet, language: str) -> None:
        self.queryset = rows
        self.said = {
            quote.row.pk: quote.translation or quote.words
            for quote in quotes(rows, language)
        }

    def label_from_instance(self, row):
        words = Truncator(self.said.get(row.pk, row.words)).chars(140)
        return _("“%(words)s” (round %(number)d)") % {
            "words": words,
            "number": row.round.number,
        }


class InsightForm(PlainLines, forms.ModelForm):
    """What we learned, with the words that it rests on."""

    highlights = SaidField(
        label=_("What people said"), queryset=Highlight.objects.none(), required=False
    )

    class Meta:
        model = Insight
        fields = ["statement", "severity", "highlights", "counter"]
        help_texts = {
            "counter": _("“Looked for, none found” is an answer too."),
        }
        widgets = {
            "counter": forms.Textarea(attrs={"rows": 2}),
            "severity": forms.RadioSelect,
        }

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        language = round_.study.source_language
        self.fields["highlights"].offer(heard_so_far(round_), language)
        self.fields["severity"].choices = Insight.Severity.choices


class DecisionForm(PlainLines, forms.ModelForm):
    """A decision, who made it, and what it stands on."""

    highlights = SaidField(
        label=_("What people said"), queryset=Highlight.objects.none(), required=False
    )

    class Meta:
        model = Decision
        fields = [
            "statement",
            "decided_by",
            "state",
            "basis",
            "reason",
            "insights",
            "highlights",
        ]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "insights": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "reason": _("Needed when the decision does not come from customers."),
        }

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        insights = Insight.objects.current().filter(study=round_.study)
        self.fields["insights"].queryset = insights
        language = round_.study.source_language
        self.fields["highlights"].offer(heard_so_far(round_), language)
        self.initial.setdefault("state", Decision.State.ADOPTED)
        self.initial.setdefault("decided_by", round_.study.leader_name)


class EvidenceEditForm(StudioForm):
    """Any row of evidence; what it may cite is of its own study."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"highlights", "insights", "decision"} & set(self.fields):
            rows = self.fields[name].queryset.filter(study=self.instance.study_id)
            self.fields[name].queryset = rows.filter(archived_at=None)
        if "insights" in self.fields:
            self.fields["insights"].widget = forms.CheckboxSelectMultiple()
            self.fields["insights"].widget.choices = self.fields["insights"].choices
            self.fields["insights"].help_text = ""
        if "highlights" in self.fields:
            self._offer_what_people_said(self.fields["highlights"].queryset)
        if "decision" in self.fields:
            self.fields["decision"].label = _("Decision")
        if "language" in self.fields:
            known = dict(language_choices())
            known.setdefault(self.instance.language, self.instance.language)
            self.fields["language"] = forms.ChoiceField(
                label=_("Language"),
                choices=list(known.items()),
                widget=UnfoldAdminSelectWidget,
            )
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4

    def _save_m2m(self):
        """What is archived was not offered, and stays tied for when it comes back."""
        names = {"highlights", "insights"} & set(self.fields)
        cited = [getattr(self.instance, name) for name in names]
        away = [(rows, list(rows.exclude(archived_at=None))) for rows in cited]
        super()._save_m2m()
        for rows, kept in away:
            rows.add(*kept)

    def _offer_what_people_said(self, rows: QuerySet) -> None:
        field = SaidField(
            label=_("What people said"),
            queryset=Highlight.objects.none(),
            required=False,
        )
        rows = rows.select_related("round", "conversation__participant")
        rows = rows.order_by("-round__number", "pk")
        field.offer(rows, self.instance.study.source_language)
        self.fields["highlights"] = field


class ShareBackEditForm(EvidenceEditForm):
    """A line that nobody has read yet, checked while it is typed."""

    class Media:
        js = ["wording.js"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"you_said", "what_we_did"} & set(self.fields):
            check_while_typing(
                self.fields[name],
                TextKind.SHARE_BACK,
                self.instance.study.source_language,
                [place(self.instance, name)],
            )


class DecisionEditForm(EvidenceEditForm):
    def clean(self):
        answers = super().clean()
        try:
            check_stands_on_something(
                answers.get("basis", ""),
                answers.get("reason", ""),
                [*answers.get("highlights", []), *answers.get("insights", [])],
            )
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return answers


class ChangeForm(forms.Form):
    """One difference between two drafts, and the decision behind it."""

    decision = forms.ModelChoiceField(
        label=_("Decision behind it"), queryset=Decision.objects.none()
    )
    before = forms.CharField(
        label=_("Words before"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    after = forms.CharField(
        label=_("Words now"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    note = forms.CharField(
        label=_("What is better now"),
        max_length=240,
        required=False,
        help_text=_("For example: the date stands beside what it is for."),
    )
    highlights = SaidField(
        label=_("The words that caused it"),
        queryset=Highlight.objects.none(),
        required=False,
    )

    def __init__(self, *args, draft: ConceptVersion, **kwargs):
        super().__init__(*args, **kwargs)
        said = Highlight.objects.current().filter(study=draft.study)
        said = said.select_related("round", "conversation__participant")
        said = said.order_by("-round__number", "pk")
        self.fields["highlights"].offer(said, draft.study.source_language)
        decisions = Decision.objects.current().filter(study=draft.study)
        self.fields["decision"].queryset = decisions


class ShareBackForm(PlainLines, forms.ModelForm):
    """One “you said, we did” in the language of the study."""

    class Meta:
        model = ShareBack
        fields = ["you_said", "outcome", "what_we_did", "decision"]
        widgets = {
            "you_said": forms.Textarea(attrs={"rows": 2}),
            "outcome": forms.RadioSelect,
            "what_we_did": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"decision": _("Decision")}

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].empty_label = _("No decision")
        language = round_.study.source_language
        for name in ("you_said", "what_we_did"):
            check_while_typing(self.fields[name], TextKind.SHARE_BACK, language)
        decisions = Decision.objects.current().filter(round=round_)
        self.fields["decision"].queryset = decisions
        self.fields["outcome"].choices = ShareBack.Outcome.choices
        self.initial.setdefault("outcome", ShareBack.Outcome.DID)


class NotHeardForm(PlainLines, forms.ModelForm):
    """Who we did not hear from in this round."""

    class Meta:
        model = Round
        fields = ["not_heard"]
        widgets = {"not_heard": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = [place(self.instance, "not_heard")]
        language = self.instance.study.source_language
        field = self.fields["not_heard"]
        check_while_typing(field, TextKind.SHARE_BACK, language, places)


def heard_so_far(round_: Round) -> QuerySet:
    """What people said in this round and in earlier ones, newest round first."""
    rows = Highlight.objects.current().filter(
        study=round_.study, round__number__lte=round_.number
    )
    rows = rows.select_related("round", "conversation__participant")
    return rows.order_by("-round__number", "pk")
