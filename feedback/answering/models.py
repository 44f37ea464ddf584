import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Survey, SurveyVersion
from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models import InviteLink, Partner
from studies.people.models import ConsentVersion, Participant


class SurveyResponseQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def submitted(self):
        return self.filter(state=SurveyResponse.State.SUBMITTED)

    def still_there(self):
        """All but those that somebody took back."""
        return self.exclude(state=SurveyResponse.State.WITHDRAWN)

    def ended(self):
        """Sent, or kept as far as somebody came because they were told so."""
        return self.filter(state__in=SurveyResponse.ENDED)

    def counted(self):
        """Those that count: ended, no practice, not left out, and not over a quota."""
        rows = self.ended().filter(is_practice=False, is_left_out=False)
        return rows.filter(is_over_quota=False)

    def over_a_quota(self):
        """Ended, and in no count: enough people of their group had answered before."""
        return self.ended().filter(is_practice=False, is_over_quota=True)

    def practice(self):
        """Made while practicing; those of a pilot are something else."""
        return self.filter(is_practice=True, is_pilot=False)

    def pilot(self):
        return self.submitted().filter(is_pilot=True)

    def left_on_kiosks(self):
        """Begun on a shared screen, and not sent."""
        return self.filter(
            state=SurveyResponse.State.STARTED, mode=SurveyResponse.Mode.KIOSK
        )

    def waiting_to_fold(self):
        return self.counted().filter(folded__isnull=True)


class SurveyResponse(models.Model):
    """One person's answers to one version, in one row.

    The id is random and comes from the attempt, so that a second start or submit of
    the same attempt finds this row. An anonymous response holds nothing that could
    say who answered: days instead of times, no link, no participant.
    """

    class State(models.TextChoices):
        STARTED = "started", _("started")
        SUBMITTED = "submitted", _("finished")
        PARTIAL = "partial", _("not finished")
        WITHDRAWN = "withdrawn", _("taken back")

    ENDED = [State.PARTIAL, State.SUBMITTED]

    class Mode(models.TextChoices):
        SELF = "self", _("answered alone")
        KIOSK = "kiosk", _("on a shared screen")
        HELPED = "helped", _("with help")
        PROXY = "proxy", _("answered for someone")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    class Help(models.TextChoices):
        """What a helper did for the person who answered."""

        READ_OUT = "read_out", _("read out")
        WROTE = "wrote", _("wrote the answers")
        LANGUAGE = "language", _("put into another language")
        EXPLAINED = "explained", _("explained words")
        CONSENT = "consent", _("read out what they agree to")
        OTHER = "other", _("something else")

    class ProxyReason(models.TextChoices):
        """Why somebody else answered; all but the last could not take part at all."""

        ILL = "ill", _("too ill, or kept from it by a disability")
        CHILD = "child", _("a child, answered for by a parent or guardian")
        LANGUAGE = "language", _("no language in common, and nobody to interpret")
        DIED = "died", _("died")
        OTHER = "other", _("another reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="responses")
    language = models.CharField(_("language"), max_length=35)
    mode = models.CharField(
        _("way to take part"), max_length=10, choices=Mode, default=Mode.SELF
    )
    # Kinds of Help where somebody helped, and why somebody else answered.
    help = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    proxy_reason = models.CharField(
        max_length=10, choices=ProxyReason, blank=True, default="", db_default=""
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.STARTED
    )
    # {question key: answer}; a key that is absent was not shown, {} was not answered.
    # One choice, scale: {"code", "text"?}; several: {"codes", "text"?}; text: {"text"}.
    answers = models.JSONField(default=dict)
    # {question key: [code, …]}: the choices as this person saw them, where their
    # order was drawn by lot. It follows from the id alone, so it tells nothing else.
    choice_orders = models.JSONField(default=dict)
    # {name: number or day as text, null where something is missing}: what the rules of
    # its version calculated when it was sent. Null on older responses: see `calculated`.
    calculated = models.JSONField(null=True)
    # How many pages were saved, and what merging them needs: see `merging`. Once the
    # answers were sent, at most which browser that came by a code sent them.
    clock = models.PositiveIntegerField(default=0, db_default=0)
    merging = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField()), editable=False
    )
    is_anonymous = models.BooleanField()
    # The first page said that what was answered is kept, even if nobody sends it.
    is_kept_unsent = models.BooleanField(default=False, db_default=False)
    is_practice = models.BooleanField(_("practice"), default=False)
    # Tried out for the team before others were asked; see pilot_never_counts.
    is_pilot = models.BooleanField(_("pilot"), default=False)
    is_synthetic = models.BooleanField(_("synthetic"), default=False)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, related_name="responses"
    )
    personal_link = models.ForeignKey(
        InviteLink, models.PROTECT, null=True, related_name="responses"
    )
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="responses"
    )
    # What the person read before they agreed, and in which language. Null where nothing
    # was asked: then the study had no consent text yet.
    consent_version = models.ForeignKey(
        ConsentVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    consent_language = models.CharField(max_length=35, blank=True, default="")
    # {purpose: agreed or not}; a purpose that is absent was not asked for.
    consents = models.JSONField(default=dict)
    started_on = models.DateField(default=timezone.localdate)
    # Where nobody sent it, the day on which it was begun.
    submitted_on = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # What may speak against it: a list of `signs.Sign`. Null where nothing does.
    signs = models.JSONField(null=True)
    # A person of the team judged that it does not count; see `results.judging`.
    is_left_out = models.BooleanField(_("left out"), default=False, db_default=False)
    # Numbers of the survey's quotas that were full. Where no group had a place left, it
    # is kept, read, and in no count.
    over_quota = ArrayField(
        models.PositiveSmallIntegerField(), default=list, db_default=[], editable=False
    )
    is_over_quota = models.BooleanField(
        _("over quota"), default=False, db_default=False, editable=False
    )
    # What was counted, as [[question key, code], …]; null until it is.
    folded = models.JSONField(null=True)

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False)
                | Q(personal_link=None, participant=None, submitted_at=None),
                name="anonymous_response_names_nobody",
            ),
            models.UniqueConstraint(
                fields=["personal_link"],
                condition=Q(state="submitted") & ~Q(personal_link=None),
                name="personal_link_submits_once",
            ),
            models.UniqueConstraint(
                fields=["personal_link"],
                condition=Q(state="partial") & ~Q(personal_link=None),
                name="personal_link_stops_once",
            ),
            models.CheckConstraint(
                condition=Q(is_pilot=False) | Q(is_practice=True),
                name="pilot_never_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | ~Q(submitted_on=None),
                name="submitted_response_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="partial")
                | (
                    Q(is_kept_unsent=True, is_practice=False, submitted_at=None)
                    & ~Q(submitted_on=None)
                    & ~Q(mode="kiosk")
                ),
                name="partial_response_was_told_of",
            ),
            models.CheckConstraint(
                condition=Q(consent_version=None, consent_language="", consents={})
                | (~Q(consent_version=None) & ~Q(consent_language="")),
                name="consent_says_what_was_read",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(answers={}, folded__isnull=True),
                name="withdrawn_response_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(is_left_out=False) | Q(folded__isnull=True),
                name="left_out_response_is_not_counted",
            ),
            models.CheckConstraint(
                condition=Q(is_over_quota=False)
                | (Q(folded__isnull=True) & ~Q(over_quota=[])),
                name="response_over_quota_is_not_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(calculated__isnull=True),
                name="withdrawn_response_calculates_nothing",
            ),
            models.CheckConstraint(
                condition=Q(mode="helped") | Q(help=[]),
                name="only_a_helped_response_names_help",
            ),
            models.CheckConstraint(
                condition=Q(mode="proxy", proxy_reason__gt="")
                | (~Q(mode="proxy") & Q(proxy_reason=""))
                | Q(state="withdrawn", proxy_reason=""),
                name="a_proxy_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "state", "submitted_on"]),
            models.Index(
                fields=["survey"],
                condition=Q(
                    state__in=["partial", "submitted"],
                    folded__isnull=True,
                    is_practice=False,
                ),
                name="response_waiting_to_count",
            ),
            models.Index(
                fields=["started_on"],
                condition=Q(state="started", mode="kiosk"),
                name="response_left_on_a_kiosk",
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]

    @property
    def is_finished(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_for_who_could_not(self) -> bool:
        """Whether somebody else answered because the person could not take part."""
        return self.proxy_reason not in ("", self.ProxyReason.OTHER)

    @property
    def is_met(self) -> bool:
        """Whether its person is one of those whom a round has heard from."""
        stands_apart = self.mode == self.Mode.PROXY and not self.is_for_who_could_not
        return self.is_finished and not stands_apart

    @property
    def help_in_words(self) -> list[str]:
        return [str(self.Help(kind).label) for kind in self.help]

    @property
    def may_quote(self) -> bool:
        """Whether its words may be kept as what people said.

        Older answers name no consent text: they were given for the team to use.
        """
        return self.consent_version_id is None or bool(self.consents.get("quote"))


class Receipt(models.Model):
    """The hash of a receipt code, and the response that it takes back."""

    code_hash = models.CharField(primary_key=True, max_length=64)
    response = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return self.code_hash[:8]


class ResumeCode(models.Model):
    """The hash of a code to go on by, and the response that it leads back to.

    Made only when somebody asks for it, and gone with a row that is erased. Answers
    that are taken back leave their row empty and in place, and this beside it.
    """

    code_hash = models.CharField(primary_key=True, max_length=64)
    response = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("code to go on by")
        verbose_name_plural = _("codes to go on by")

    def __str__(self):
        return self.code_hash[:8]


class UnsentTally(models.Model):
    """How many began and did not send, of answers that are erased: numbers alone."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="unsent")
    language = models.CharField(max_length=35)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    mode = models.CharField(max_length=10, default="self", db_default="self")
    is_synthetic = models.BooleanField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of answers not sent")
        verbose_name_plural = _("counts of answers not sent")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "language", "partner", "mode", "is_synthetic"],
                name="unsent_answers_count_in_one_place",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.survey}: {self.people}"
