import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.people.models.participant import Participant
from studies.people.models.person import Person
from studies.planning.models import Study


class WithdrawalQuerySet(TenantQuerySet):
    def waiting(self):
        return self.filter(state=Withdrawal.State.WAITING)


class Withdrawal(models.Model):
    """Somebody took back what they gave. It says how much went, never what it was.

    Where a legal hold forbids to erase, it waits, and points at what has to go; done,
    it points at nobody but a number of the study.
    """

    class What(models.TextChoices):
        STUDY = "study", _("all in one study")
        PERSON = "person", _("all, and the contact")
        ADDRESS = "address", _("the contact")
        ANSWER = "answer", _("one answer")

    class Asked(models.TextChoices):
        CODE = "code", _("by the code of the receipt")
        LINK = "link", _("by a link that we mailed")
        STAFF = "staff", _("told somebody of the team")

    class State(models.TextChoices):
        WAITING = "waiting", _("kept because of a legal hold")
        DONE = "done", _("erased")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="withdrawals")
    study = models.ForeignKey(
        Study, models.PROTECT, null=True, related_name="withdrawals"
    )
    what = models.CharField(_("what"), max_length=8, choices=What)
    asked = models.CharField(_("how they asked"), max_length=6, choices=Asked)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="withdrawals"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="withdrawals"
    )
    # An answer has no foreign key from here: studies never know feedback.
    response_id = models.UUIDField(null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    # Days only: a moment could be laid beside the moment of an answer.
    asked_on = models.DateField(pgettext_lazy("a withdrawal", "asked"))
    done_on = models.DateField(_("erased"), null=True)
    # {kind: how many}, see `withdrawal.counts`.
    went = models.JSONField(default=dict)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "what"],
                condition=~Q(participant=None),
                name="withdrawal_once_per_participant",
            ),
            models.UniqueConstraint(
                fields=["person", "what"],
                condition=~Q(person=None),
                name="withdrawal_waits_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["response_id"],
                condition=~Q(response_id=None),
                name="withdrawal_waits_once_per_answer",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", done_on=None)
                | Q(state="done", done_on__isnull=False, person=None, response_id=None),
                name="withdrawal_done_points_at_nobody",
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]

    @property
    def waits(self) -> bool:
        return self.state == self.State.WAITING
