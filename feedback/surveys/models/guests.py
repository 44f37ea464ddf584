"""People without an account who help with a draft: by link, and by what they say."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models.question import Question
from feedback.surveys.models.survey import Survey
from studies.agencies.tenancy import TenantQuerySet
from studies.people.vault import SealedTextField


class GuestLinkQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def open(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class GuestLink(models.Model):
    """An unguessable address that opens one draft, for one job, for some days.

    The token is copied again, so it is kept, sealed; it is found by its hash. Whom
    the link was sent to is kept nowhere.
    """

    class Purpose(models.TextChoices):
        TRANSLATE = "translate", _("translate")
        COMMENT = "comment", _("comment")

    class Approval(models.TextChoices):
        LANGUAGE = "language", _("language")
        PRIVACY = "privacy", _("privacy")
        LEADER = "leader", _("leader")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="guest_links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    language = models.CharField(_("language"), max_length=35, blank=True)
    # A translator's task: keys of questions, or "survey" for its own texts; and states
    # such as "missing". Empty: all of them.
    parts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    states = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    # What a reviewer is asked to approve by name, if anything.
    asks_for = models.CharField(max_length=10, choices=Approval, blank=True)
    token = SealedTextField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(_("last used to save"), null=True, blank=True)

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for a helper")
        verbose_name_plural = _("links for helpers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(purpose="translate") & ~Q(language=""))
                | (Q(purpose="comment", asks_for="language") & ~Q(language=""))
                | (Q(purpose="comment", language="") & ~Q(asks_for="language")),
                name="guest_link_names_the_language_it_is_for",
            ),
            models.CheckConstraint(
                condition=Q(purpose="translate", asks_for="")
                | Q(purpose="comment", parts=[], states=[]),
                name="guest_link_has_one_job",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} ({self.survey})"

    @property
    def mark(self) -> str:
        """Names this link on what comes through it."""
        return f"guestlink:{self.pk}"

    @property
    def state(self) -> str:
        """ "open", "ended" by somebody, "over" after its last day, or "away"."""
        if self.revoked_at:
            return "ended"
        if timezone.now() >= self.expires_at:
            return "over"
        return "open" if self.works else "away"

    @property
    def works(self) -> bool:
        """Not ended, not over, and what it leads to is still wanted."""
        survey = self.survey
        wanted = [*survey.languages, *survey.later_languages, ""]
        return (
            self.revoked_at is None
            and timezone.now() < self.expires_at
            and survey.activity.archived_at is None
            and self.language in wanted
        )


class CommentQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"


class Comment(models.Model):
    """What a reviewer says about a question of a draft, or about the whole."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="comments")
    # None: about the survey as a whole.
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="comments"
    )
    link = models.ForeignKey(GuestLink, models.PROTECT, related_name="comments")
    by_name = models.CharField(_("name"), max_length=80)
    # In which language it was read; empty where that is the source.
    language = models.CharField(_("language"), max_length=35, blank=True, default="")
    text = models.CharField(_("comment"), max_length=2000)
    made_at = models.DateTimeField(auto_now_add=True)
    dealt_with_at = models.DateTimeField(null=True, blank=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(by_name=""),
                name="comment_says_something_and_who_says_it",
            )
        ]

    def __str__(self):
        return f"{self.by_name}: {self.text[:60]}"


class ApprovalQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"


class Approval(models.Model):
    """Somebody outside approved a draft by name, as it was when they read it.

    `content_hash` names that wording: once the draft says something else, the row
    stands for an earlier wording. Never changed.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="approvals")
    kind = models.CharField(max_length=10, choices=GuestLink.Approval)
    language = models.CharField(max_length=35, blank=True)
    link = models.ForeignKey(GuestLink, models.PROTECT, related_name="approvals")
    by_name = models.CharField(_("name"), max_length=80)
    note = models.CharField(_("note"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "by_name", "content_hash"],
                name="approval_once_per_person_and_wording",
            ),
            models.CheckConstraint(
                condition=~Q(by_name="") & ~Q(content_hash=""),
                name="approval_says_who_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.by_name} ({self.get_kind_display()})"
