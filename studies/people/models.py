import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet, TenantQuerySet
from studies.people.vault import SealedTextField, keyed_hash
from studies.planning.models import Activity, Round, Segment, Study


class PersonQuerySet(ArchivableQuerySet):
    def at_address(self, address: str):
        """Everyone at one exact e-mail or phone; families and shelters share them."""
        hashed = keyed_hash(address)
        return self.filter(Q(email_hash=hashed) | Q(phone_hash=hashed))


class Person(models.Model):
    """The contact vault: the only place that holds a name or an address, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="people")
    name = SealedTextField(_("name"), blank=True, default="")
    email = SealedTextField(_("e-mail"), blank=True, default="")
    phone = SealedTextField(_("phone"), blank=True, default="")
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=35, default="en")
    how_we_got_it = models.CharField(_("how we got the address"), max_length=240)
    added_on = models.DateField(_("added"), auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["added_on", "pk"]
        indexes = [
            models.Index(fields=["email_hash"]),
            models.Index(fields=["phone_hash"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(how_we_got_it=""), name="person_says_how_we_got_it"
            ),
            models.CheckConstraint(
                condition=~Q(email_hash="", phone_hash=""),
                name="person_has_an_address",
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]  # never the name: this text reaches logs and history

    def save(self, *args, **kwargs):
        self.email_hash = keyed_hash(self.email) if self.email else ""
        self.phone_hash = keyed_hash(self.phone) if self.phone else ""
        super().save(*args, **kwargs)


class StudyPartQuerySet(TenantQuerySet):
    tenant_path = "study__agency"


class Participant(models.Model):
    """A person inside one study, under a pseudonym such as P-001."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="participants")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="participations"
    )
    number = models.PositiveIntegerField(editable=False)
    language = models.CharField(_("language"), max_length=35, default="en")
    segments = models.ManyToManyField(Segment, blank=True, related_name="participants")
    joined_on = models.DateField(auto_now_add=True)

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


class Method(models.TextChoices):
    SURVEY = "survey", _("survey")
    INTERVIEW = "interview", _("interview")
    TEST = "test", _("test of a draft")
    WORKSHOP = "workshop", _("workshop")
    CALL = "call", _("phone call")
    COUNTER = "counter", _("talk at the counter")


class Level(models.IntegerChoices):
    """How deep a conversation went; a survey alone never qualifies a round."""

    HEARD_FROM = 1, _("heard from")
    TALKED_TO = 2, _("talked to")
    CO_DESIGNED = 3, _("designed together")
    DECIDED_WITH = 4, _("decided with")


class ConversationQuerySet(TenantQuerySet):
    def deep(self):
        """Level 2 or above: those that can make a round qualify."""
        return self.filter(level__gte=Level.TALKED_TO)

    def people(self) -> int:
        return self.aggregate(total=models.Sum("people"))["total"] or 0


class Conversation(models.Model):
    """That we talked with somebody, when, how, and what we heard.

    Survey answers are recorded in one row per activity, day and language with a
    count, so that no row stands for one anonymous answer.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="conversations")
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="conversations", verbose_name=_("round")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    participant = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("participant"),
    )
    held_on = models.DateField(_("date"))
    method = models.CharField(_("how"), max_length=12, choices=Method)
    level = models.PositiveSmallIntegerField(_("how deep"), choices=Level)
    people = models.PositiveIntegerField(_("number of people"), default=1)
    language = models.CharField(_("language"), max_length=35, default="en")
    segments = models.ManyToManyField(
        Segment, blank=True, related_name="conversations", verbose_name=_("groups")
    )
    heard = models.TextField(_("what we heard"), blank=True)
    is_proxy = models.BooleanField(_("somebody spoke for the person"), default=False)
    is_synthetic = models.BooleanField(default=False, editable=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    logged_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "held_on", "language", "is_synthetic"],
                condition=Q(method="survey"),
                name="survey_conversation_once_per_day_and_language",
            ),
            models.CheckConstraint(
                condition=~Q(method="survey") | Q(level=Level.HEARD_FROM),
                name="survey_is_heard_from",
            ),
        ]

    def __str__(self):
        return f"{self.held_on} {self.get_method_display()}"


def next_number(study: Study) -> int:
    """The next pseudonym's number; call it with the study's row locked."""
    return (study.participants.aggregate(top=Max(F("number")))["top"] or 0) + 1
