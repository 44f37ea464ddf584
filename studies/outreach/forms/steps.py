"""The steps that a mailing may have: what they are called, and when each goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studies.outreach.models import WORDS_OF, Step, Wave
from studies.planning.models import Activity

LABELS = {
    Step.INVITATION: {
        "name": _("Invitation"),
        "subject": _("Subject of the invitation"),
        "body": _("Invitation"),
    },
    Step.REMINDER: {
        "name": _("Reminder"),
        "subject": _("Subject of the reminder"),
        "body": _("Reminder"),
    },
    Step.REMINDER_2: {
        "name": _("Second reminder"),
        "subject": _("Subject of the second reminder"),
        "body": _("Second reminder"),
    },
    Step.THANKS: {
        "name": _("Thank-you"),
        "subject": _("Subject of the thank-you"),
        "body": _("Thank-you"),
    },
}


@dataclass(frozen=True)
class PlannedStep:
    """A step that the team switches on, and the fields that do it."""

    step: str
    switch: str = ""  # empty where it always goes out
    asked: Promise | str = ""
    days: str = ""
    asked_days: Promise | str = ""
    least_days: int = 0
    first_days: int = 0
    starts_on: bool = False

    @property
    def names(self) -> list[str]:
        return [self.switch, self.days] if self.switch else []

    def fields(self, wave: Wave, *, is_sent: bool) -> dict[str, forms.Field]:
        if not self.switch:
            return {}
        name = WORDS_OF[self.step]
        is_on = bool(getattr(wave, f"{name}_id")) if wave.pk else self.starts_on
        return {
            self.switch: forms.BooleanField(
                label=self.asked, required=False, initial=is_on
            ),
            self.days: forms.IntegerField(
                label=self.asked_days,
                min_value=self.least_days,
                max_value=60,
                initial=self.wait(wave).days,
                required=is_sent,
                widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
            ),
        }

    def wait(self, wave: Wave) -> timedelta:
        """As it is kept, or as a new mailing proposes it."""
        return wave.wait(self.step) if wave.pk else timedelta(days=self.first_days)

    def is_sent(self, values: Mapping) -> bool:
        return not self.switch or bool(values.get(self.switch))

    def after_days(self, values: Mapping) -> int:
        return values[self.days] if self.days else 0


# Domain rule: at most two reminders, each at least 3 days after the message before.
FIRST = PlannedStep(Step.INVITATION)
REMINDERS = [
    PlannedStep(
        Step.REMINDER,
        "remind",
        _("Send a reminder to people who have not answered"),
        "reminder_after_days",
        _("Days before the reminder"),
        least_days=3,
        first_days=7,
        starts_on=True,
    ),
    PlannedStep(
        Step.REMINDER_2,
        "remind_again",
        _("Send a second reminder, the last one"),
        "second_reminder_after_days",
        _("Days between the two reminders"),
        least_days=3,
        first_days=7,
    ),
]
THANKS = PlannedStep(
    Step.THANKS,
    "thank",
    _("Say thank you to people who took part"),
    "thanks_after_days",
    _("Days between the answer and the thank-you"),
    first_days=1,
)


def plans_of(activity: Activity) -> list[PlannedStep]:
    """Whoever answers an anonymous survey can't be thanked: nobody knows who it was."""
    return [FIRST, *REMINDERS] + ([] if activity.anonymous else [THANKS])
