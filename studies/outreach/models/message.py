from django.db import models
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet


class Step(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    REMINDER_2 = "reminder_2", _("second reminder")
    THANKS = "thank_you", _("thank-you")
    SHARE_BACK = "share_back", _("what changed")
    # To somebody whose address the team typed or took from a file; the words are ours.
    ADDED = "added", _("your address is on our list")
    # Letters to people who asked to be asked again; their words are ours, not the team's.
    PANEL_ASK = "panel_ask", _("do you want to be asked?")
    PANEL_YEAR = "panel_year", _("do you still want to be asked?")
    PANEL_REMIND = "panel_remind", _("do you still want to be asked? Reminder")


# Reminders about a survey count together, in whichever mailing they are.
SURVEY_REMINDERS = [Step.REMINDER, Step.REMINDER_2]
REMINDERS = [*SURVEY_REMINDERS, Step.PANEL_REMIND]
# Where a mailing about a survey keeps the words of each step, in order.
WORDS_OF = {
    Step.INVITATION: "first",
    Step.REMINDER: "reminder",
    Step.REMINDER_2: "second_reminder",
    Step.THANKS: "thanks",
}
PANEL_STEPS = [Step.PANEL_ASK, Step.PANEL_YEAR, Step.PANEL_REMIND]


class Message(models.Model):
    """The words of one step of a mailing, in the source language.

    Other languages are Translations of its two texts. Placeholders in braces, such
    as {link}, are filled for each person at the moment of sending.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="messages")
    step = models.CharField(_("step"), max_length=12, choices=Step)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"))
    # The team's own words of the text message; where empty, ours. How to stop is added.
    short = models.TextField(
        _("text message"), max_length=400, blank=True, default="", db_default=""
    )
    source_language = models.CharField(max_length=35, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return self.subject
