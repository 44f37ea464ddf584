from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.outreach.models.message import WORDS_OF, Message, Step
from studies.partners.models import InviteLink
from studies.people.models import Person
from studies.planning.models import Activity, Study


class Wave(models.Model):
    """A mailing: one audience, an invitation, up to two reminders, and a thank-you."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="waves")
    # What it is about: an activity to take part in, or a study whose news it brings.
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="waves"
    )
    study = models.ForeignKey(
        Study, models.PROTECT, null=True, blank=True, related_name="waves"
    )
    first = models.ForeignKey(Message, models.PROTECT, related_name="+")
    reminder = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Domain rule: reminders are at least 3 days apart; the demo's comes after 7.
    reminder_after_days = models.PositiveSmallIntegerField(
        _("days before the reminder"), default=7
    )
    second_reminder = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_reminder_after_days = models.PositiveSmallIntegerField(
        _("days before the second reminder"), default=7, db_default=7
    )
    # Only where it is known who took part: it waits until they have.
    thanks = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+"
    )
    thanks_after_days = models.PositiveSmallIntegerField(
        _("days before the thank-you"), default=1, db_default=1
    )
    # Whom it is for while it is a draft: a filter, see `audiences`; empty where the
    # people are chosen one by one.
    audience_filter = models.JSONField(null=True, editable=False)
    # Whom it is for, once it has started; frozen into deliveries.
    audience = models.ManyToManyField(Person, related_name="+", blank=True)
    # The one link that every mail about an anonymous survey carries.
    link = models.ForeignKey(InviteLink, models.PROTECT, null=True, related_name="+")
    # Which news a share-back brings; the same news is mailed once.
    news = models.CharField(max_length=40, blank=True, editable=False)
    is_practice = models.BooleanField(default=False, editable=False)
    # A letter to people who asked to be asked again, about that alone.
    is_panel = models.BooleanField(default=False, db_default=False, editable=False)
    # At most so many messages a second; empty for as many as the server takes.
    per_second = models.DecimalField(
        _("messages a second, at most"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    # Why nothing goes out just now, such as a mail server that does not answer.
    trouble = models.CharField(max_length=40, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    # What is still to be done before its first message; empty in a draft, and once it
    # is ready. See `getting_ready`.
    getting_ready = models.CharField(
        max_length=12, blank=True, default="", db_default="", editable=False
    )
    started_at = models.DateTimeField(null=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    # What came back before the team last let it go on is known to them.
    resumed_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_panel=True, activity=None, study=None)
                | (Q(is_panel=False) & (Q(activity=None) ^ Q(study=None))),
                name="wave_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(reminder_after_days__gte=3),
                name="wave_reminds_after_three_days",
            ),
            models.CheckConstraint(
                condition=Q(second_reminder=None)
                | (~Q(reminder=None) & Q(second_reminder_after_days__gte=3)),
                name="wave_reminds_again_three_days_later",
            ),
            models.CheckConstraint(
                condition=Q(per_second=None) | Q(per_second__gt=0),
                name="wave_goes_on_at_some_pace",
            ),
            models.UniqueConstraint(
                fields=["study", "news"],
                condition=~Q(study=None),
                name="wave_brings_news_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "news"],
                condition=Q(is_panel=True),
                name="wave_asks_the_panel_once",
            ),
        ]

    def __str__(self):
        subject = self.first.subject
        if self.is_panel:
            return subject.replace("{agency}", self.agency.name)
        name = self.activity.name if self.activity else ""
        return subject.replace("{survey}", name)

    @property
    def about(self) -> Study | None:
        """The study that it belongs to; None where it stands outside all studies."""
        return self.activity.study if self.activity else self.study

    @property
    def only_practices(self) -> bool:
        """Its study or its survey is in practice: only members of the agency get it."""
        if self.activity is not None and self.activity.is_practicing:
            return True
        return self.about is not None and not self.about.counts

    @property
    def steps(self) -> list[str]:
        """In the order in which people get them."""
        if self.study_id:
            return [Step.SHARE_BACK]
        if self.is_panel:
            return [self.first.step] + ([Step.PANEL_REMIND] if self.reminder_id else [])
        steps = {step: getattr(self, f"{name}_id") for step, name in WORDS_OF.items()}
        return [step for step, written in steps.items() if written]

    @property
    def steps_from_start(self) -> list[str]:
        """Those that are queued when it starts; a thank-you waits for the answer."""
        return [step for step in self.steps if step != Step.THANKS]

    def message(self, step: str) -> Message | None:
        if step == Step.PANEL_REMIND:
            return self.reminder
        return getattr(self, WORDS_OF.get(step, "first"))

    def wait(self, step: str) -> timedelta:
        """How long after the message before it; a thank-you, after the answer."""
        days = {
            Step.REMINDER: self.reminder_after_days,
            Step.PANEL_REMIND: self.reminder_after_days,
            Step.REMINDER_2: self.second_reminder_after_days,
            Step.THANKS: self.thanks_after_days,
        }
        return timedelta(days=days.get(step, 0))
