import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Survey
from studies.agencies.tenancy import TenantQuerySet
from studies.planning.models import Study


class SafetyFlagQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def open(self):
        return self.filter(state=SafetyFlag.State.OPEN)

    def people(self) -> int:
        """How many people they are about: one may have several."""
        return self.aggregate(people=models.Count("response", distinct=True))["people"]

    def untold(self):
        return self.open().filter(is_told=False)


class SafetyFlag(models.Model):
    """In one answer somebody's words say that they may need help; a person looks at it.

    It names the response and the question, and holds no copy of the words, no time of
    day and no order, so that it tells no more of an anonymous answer than the answer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        TAKEN_BACK = "taken_back", _("answer taken back")

    # Stands as the note of a taken back answer whose sheet staff undid.
    UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="safety_flags", db_index=False
    )
    response = models.UUIDField()
    question_key = models.CharField(max_length=64)
    raised_on = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN
    )
    note = models.TextField(_("what was done"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_on = models.DateField(null=True)
    # Whether a mail to the study's owner has counted it. The migration that brought
    # mails marked all flags from before it.
    is_told = models.BooleanField(default=False, db_default=False, editable=False)

    objects = SafetyFlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("someone may need help")
        verbose_name_plural = _("someone may need help")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question_key"], name="flag_once_per_answer"
            ),
            models.CheckConstraint(
                condition=Q(state="open", note="", closed_by=None, closed_on=None)
                | Q(state="taken_back", closed_on__isnull=False)
                | (
                    Q(state="closed", closed_by__isnull=False)
                    & Q(closed_on__isnull=False)
                    & ~Q(note="")
                ),
                name="closed_flag_says_what_was_done",
            ),
        ]
        indexes = [models.Index(fields=["survey", "state"], name="flags_of_a_survey")]

    def __str__(self):
        return str(self.pk)[:8]

    @property
    def is_undone(self) -> bool:
        return self.state == self.State.TAKEN_BACK and self.note == self.UNDONE


class SafetyMail(models.Model):
    """When the owner of a study may be written to again: an hour after the last mail.

    Always a full hour, so that it does not say when somebody answered.
    """

    study = models.OneToOneField(
        Study, models.CASCADE, primary_key=True, related_name="safety_mail"
    )
    quiet_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail about who may need help")
        verbose_name_plural = _("mails about who may need help")

    def __str__(self):
        return str(self.study_id)
