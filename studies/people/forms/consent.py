from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cxstudio.forms import PlainLines
from studies.people import ready_consent
from studies.people.models import ConsentText, Purpose
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.translations import place

LONGEST = 400
ASKS = {
    Purpose.RECORD: _("Ask whether you may record"),
    Purpose.QUOTE: _("Ask whether you may quote"),
    Purpose.SHARE: _("Ask whether you may share with other agencies"),
    Purpose.ASK_AGAIN: _("Ask whether you may ask again"),
}
ABOUT = {
    Purpose.RECORD: _("For talks. A survey never asks it, because it records nothing."),
    Purpose.QUOTE: _("Without it, no words can be kept as what people said."),
    Purpose.SHARE: _("Leave it out unless you have an agreement with them."),
    Purpose.ASK_AGAIN: _(
        "For talks. A survey does not ask it, because mailings do not look at the "
        "answer yet."
    ),
}


class ConsentForm(PlainLines, forms.Form):
    """One sentence for each purpose, and a box for each that people may refuse.

    A sentence that was never written begins with the ready words.
    """

    marker = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, text: ConsentText, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["marker"].initial = text.marker
        self.saved: dict[str, str] = {}
        asked = text.sentences
        for purpose in Purpose:
            is_first = purpose == Purpose.TAKE_PART
            if not is_first:
                self.fields[f"asks_{purpose}"] = forms.BooleanField(
                    label=ASKS[purpose],
                    help_text=ABOUT[purpose],
                    required=False,
                    initial=purpose in asked,
                )
            ready = ready_consent.sentence(purpose, text.source_language)
            label = _("What it means to take part")
            if not is_first:
                label = format_lazy("{}: {}", _("In words"), purpose.label)
            field = forms.CharField(
                label=label,
                required=is_first,
                max_length=LONGEST,
                initial=getattr(text, purpose) or ready,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            check_while_typing(
                field, TextKind.CONSENT, text.source_language, [place(text, purpose)]
            )
            self.fields[purpose.value] = field

    @property
    def purposes(self) -> list[tuple[forms.BoundField, forms.BoundField, str]]:
        """Box and sentence of each purpose that people may refuse, and what is saved."""
        return [
            (self[f"asks_{p}"], self[p.value], self.saved.get(p.value, ""))
            for p in ASKS
        ]

    def show_saved(self, text: ConsentText) -> None:
        """Put what somebody else saved beside what was typed; the next save is aware."""
        theirs, mine = text.sentences, self.sentences
        self.saved = {
            p.value: theirs.get(p.value) or gettext("Not asked for.")
            for p in Purpose
            if theirs.get(p.value) != mine.get(p.value)
        }
        self.data = self.data.copy()
        self.data["marker"] = text.marker

    def clean(self):
        for purpose in ASKS:
            asks = self.cleaned_data.get(f"asks_{purpose}")
            if asks and not self.cleaned_data.get(purpose.value, "").strip():
                self.add_error(purpose.value, _("Say in one sentence what it means."))
        return self.cleaned_data

    @property
    def sentences(self) -> dict[str, str]:
        """What people are asked about: the sentences whose boxes are ticked."""
        said = self.cleaned_data
        return {
            purpose.value: said[purpose.value]
            for purpose in Purpose
            if purpose == Purpose.TAKE_PART or said[f"asks_{purpose}"]
        }

    @property
    def later(self) -> dict[str, str]:
        """Words that somebody wrote for a purpose without ticking its box."""
        said = self.cleaned_data
        return {
            purpose.value: said[purpose.value]
            for purpose in ASKS
            if not said[f"asks_{purpose}"] and purpose.value in self.changed_data
        }


class VouchForm(forms.Form):
    name = forms.CharField(label=_("Their name"), max_length=120)


class PublishConsentForm(forms.Form):
    """That the meaning stays, or why it changes."""

    same_meaning = forms.BooleanField(
        label=_("Other words, the same meaning: ask nobody again"), required=False
    )
    reason = forms.CharField(
        label=_("Why does it change?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    # Whether a reason is needed hangs on the box: no attribute can say so.
    use_required_attribute = False

    def shows(self, mark: str) -> None:
        """What the page shows now is what the next press publishes."""
        self.fields["seen"].initial = mark
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen"] = mark

    def says_when_to_write(self, *, may_mean_the_same: bool) -> None:
        """Tell whoever draws the page; the action itself refuses what has no reason."""
        reason = self.fields["reason"]
        reason.required = True  # so that the label does not say "optional"
        if may_mean_the_same:
            reason.help_text = _("Write why, unless the meaning is the same.")
