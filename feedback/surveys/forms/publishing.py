import hashlib
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.surveys.comparing import Change, Level


class PublishForm(forms.Form):
    """Why the meaning changes, and where the publisher judges changed words otherwise.

    Each change that may be judged has a box named after it.
    """

    reason = forms.CharField(
        label=_("Why does it change?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Results show it beside the two wordings, so that whoever reads them "
            "knows what happened."
        ),
        error_messages={
            "required": _(
                "It changes the meaning of what people answered before: write why, "
                "then publish."
            )
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, changes: Sequence[Change], seen: str):
        super().__init__(data, initial={"seen": seen})
        self.fields["reason"].required = any(change.is_grave for change in changes)
        self.judged: dict[str, tuple[str, str]] = {}
        for change in changes:
            level = other_level(change)
            if level:
                name = box_name(change)
                self.fields[name] = forms.BooleanField(required=False)
                self.judged[name] = (change.id, level)

    @property
    def asks_why(self) -> bool:
        return self.fields["reason"].required or bool(self.judged)

    def graded(self) -> dict[str, str]:
        """{change id: class} for the boxes that are ticked."""
        ticked = (self.judged[name] for name in self.judged if self.cleaned_data[name])
        return dict(ticked)

    def again(self, seen: str) -> None:
        """Shown once more with what was written, for the draft as it is now."""
        self.data = self.data.copy()
        self.data["seen"] = seen


def other_level(change: Change) -> str:
    """The class that a publisher may give it instead; "" where there is none."""
    if change.may_be_a_typo:
        return Level.COSMETIC
    return Level.MEANING if change.may_be_more else ""


def box_name(change: Change) -> str:
    return "judge-" + hashlib.sha256(change.id.encode()).hexdigest()[:12]
