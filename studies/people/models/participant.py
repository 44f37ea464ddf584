import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.people.models.person import Person
from studies.people.vault import SealedTextField
from studies.planning.models import Segment, Study
from studies.wording.tags import language_name


class Need(models.TextChoices):
    """What makes it possible for somebody to take part; never why they need it."""

    INTERPRETER = "interpreter", _("an interpreter")
    SIGN_LANGUAGE = "sign_language", _("sign language")
    LARGE_PRINT = "large_print", _("large print")
    SCREEN_READER = "screen_reader", _("works with a screen reader")
    READ_ALOUD = "read_aloud", _("questions read aloud")
    NO_STEPS = "no_steps", _("a place without steps")
    SUPPORT_PERSON = "support_person", _("somebody comes along")
    BREAKS = "breaks", _("more time, or breaks")
    CHILD_CARE = "child_care", _("child care")
    PHONE_ONLY = "phone_only", _("by phone, not on the internet")


class StudyPartQuerySet(TenantQuerySet):
    tenant_path = "study__agency"


class Participant(models.Model):
    """A person inside one study, under a pseudonym such as P-001.

    It holds what the study needs to meet them and no more: how to speak with them,
    what they need to take part, and which groups they say they belong to.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="participants")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="participations"
    )
    number = models.PositiveIntegerField(editable=False)
    language = models.CharField(_("language"), max_length=35, default="en")
    needs = ArrayField(
        models.CharField(max_length=20, choices=Need),
        verbose_name=_("access needs"),
        default=list,
        db_default=[],
        blank=True,
    )
    # What people said of themselves, where they wanted to: nobody guesses it.
    segments = models.ManyToManyField(Segment, blank=True, related_name="participants")
    joined_on = models.DateField(auto_now_add=True)
    # They left the study. The row stays, empty: its number is never given again.
    withdrawn_on = models.DateField(null=True, editable=False)

    objects = StudyPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["study", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "number"], name="participant_number_once_per_study"
            ),
            models.UniqueConstraint(
                fields=["study", "person"], name="participant_once_per_study"
            ),
        ]

    def __str__(self):
        return self.pseudonym

    @property
    def pseudonym(self) -> str:
        return f"P-{self.number:03d}"

    @property
    def needs_in_words(self) -> list[str]:
        return [need.label for need in Need if need in self.needs]

    @property
    def needs_said(self) -> list[str]:
        """What the study keeps, and what they said when they booked a visit."""
        visits = [row for row in self.bookings.all() if row.state != "canceled"]
        said = {*self.needs, *(need for row in visits for need in row.needs)}
        if any(row.brings_somebody for row in visits):
            said.add(Need.SUPPORT_PERSON)
        spoken = sorted({row.interpreter for row in visits if row.interpreter})
        if spoken:
            said.discard(Need.INTERPRETER)  # said below, with its language
        return [need.label for need in Need if need in said] + [
            gettext("an interpreter: %(language)s")
            % {"language": capfirst(language_name(code))}
            for code in spoken
        ]


class UpdateRequest(models.Model):
    """Somebody asked to be told what changed in a study; nothing joins an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, models.PROTECT, related_name="update_requests")
    person = models.ForeignKey(Person, models.CASCADE, related_name="update_requests")

    objects = StudyPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("person to tell")
        verbose_name_plural = _("people to tell")
        constraints = [
            models.UniqueConstraint(
                fields=["study", "person"], name="update_request_once_per_study"
            )
        ]

    def __str__(self):
        return str(self.pk)[:8]


class WaitingRequest(models.Model):
    """Somebody asked to be told, or asked again, and is not on the list yet.

    Written in the minute of an answer, a person's row could be told by its place among
    the answers' rows. So this one stands only until night, or until people are told:
    then all that wait become people at once, in no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, models.PROTECT, related_name="waiting_requests")
    email = SealedTextField(_("e-mail"))
    email_hash = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=35)
    # Two switches, each ticked by the person.
    tells = models.BooleanField(_("what changed"), default=True, db_default=True)
    asks = models.BooleanField(_("ask again"), default=False, db_default=False)

    objects = StudyPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("person who waits to be told")
        verbose_name_plural = _("people who wait to be told")
        constraints = [
            models.CheckConstraint(
                condition=Q(tells=True) | Q(asks=True),
                name="waiting_request_wants_something",
            ),
            models.UniqueConstraint(
                fields=["study", "email_hash"], name="waiting_request_once_per_study"
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]


def next_number(study: Study) -> int:
    """The next pseudonym's number; call it with the study's row locked."""
    return (study.participants.aggregate(top=Max(F("number")))["top"] or 0) + 1
