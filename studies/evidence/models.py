from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.tenancy import ArchivableQuerySet
from studies.people.models import ConsentVersion, Conversation
from studies.planning.models import ConceptVersion, Round, Study


class EvidenceQuerySet(ArchivableQuerySet):
    tenant_path = "study__agency"


class Evidence(models.Model):
    """What every row between hearing and telling shares: its study and its round."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="%(class)ss", verbose_name=_("study")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="%(class)ss", verbose_name=_("round")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True


class Highlight(Evidence):
    """Something somebody said, with the way back to where they said it."""

    class Voice(models.TextChoices):
        """Whose voice an answer of a survey is; a conversation says so itself."""

        OWN = "own", _("their own")
        # It counts for a person who could not take part.
        PROXY = "proxy", _("answered for someone")
        APART = "apart", _("answered for someone who could have taken part")

    words = models.TextField(_("what people said"))
    language = models.CharField(_("language"), max_length=35, default="en")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, blank=True, related_name="highlights"
    )
    # A survey answer has no foreign key from here: studies never know feedback.
    response_id = models.UUIDField(null=True, editable=False)
    question_key = models.CharField(max_length=40, blank=True, editable=False)
    # What the person read and agreed to; null where it was said before there was one.
    consent_version = models.ForeignKey(
        ConsentVersion, models.PROTECT, null=True, related_name="+", editable=False
    )
    voice = models.CharField(
        max_length=5,
        choices=Voice,
        default=Voice.OWN,
        db_default=Voice.OWN,
        editable=False,
    )
    is_synthetic = models.BooleanField(default=False, editable=False)
    # The study closed long ago: the words are gone, that somebody said them stays.
    erased_on = models.DateField(null=True, editable=False)

    class Meta(Evidence.Meta):
        verbose_name = _("what people said")
        verbose_name_plural = _("what people said")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response_id", "question_key"],
                condition=~Q(response_id=None),
                name="highlight_once_per_answer",
            ),
            models.CheckConstraint(
                condition=Q(conversation=None) ^ Q(response_id=None),
                name="highlight_has_one_source",
            ),
        ]

    def __str__(self):
        return self.words[:80]


class Insight(Evidence):
    """What we learned, from what people said."""

    class Severity(models.TextChoices):
        BLOCKS = "blocks", _("blocks people")
        SLOWS = "slows", _("slows people down")
        ANNOYS = "annoys", _("annoys people")
        WORKS = "works", _("works well")

    statement = models.CharField(_("what we learned"), max_length=300)
    severity = models.CharField(_("how bad"), max_length=8, choices=Severity)
    # "Looked for, none found" is an answer; without one no insight is strong.
    counter = models.TextField(_("what speaks against it"), blank=True)
    is_open = models.BooleanField(_("still open"), default=True)
    highlights = models.ManyToManyField(
        Highlight,
        blank=True,
        related_name="insights",
        verbose_name=_("what people said"),
    )
    history = HistoricalRecords()

    class Meta(Evidence.Meta):
        verbose_name = _("what we learned")
        verbose_name_plural = _("what we learned")
        ordering = ["round", "pk"]

    def __str__(self):
        return self.statement


class Decision(Evidence):
    """What we decided, who decided it, and what it stands on."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("adopted")
        ADAPTED = "adapted", _("adapted")
        DEFERRED = "deferred", _("put off")
        DECLINED = "declined", _("declined")

    class Basis(models.TextChoices):
        CUSTOMERS = "customers", _("what customers said")
        LAW = "law", _("law")
        COST = "cost", _("cost")
        TECHNICAL = "technical", _("technical limits")
        POLICY = "policy", _("policy")
        LEADERSHIP = "leadership", _("leadership")

    statement = models.CharField(_("what we decided"), max_length=300)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PROPOSED
    )
    basis = models.CharField(
        _("stands on"), max_length=12, choices=Basis, default=Basis.CUSTOMERS
    )
    decided_by = models.CharField(_("who decided"), max_length=120)
    reason = models.TextField(_("why"), blank=True)
    # The last day on which somebody took back words that it stood on; nobody has
    # looked at it since.
    words_taken_back_on = models.DateField(null=True, editable=False)
    highlights = models.ManyToManyField(
        Highlight,
        blank=True,
        related_name="decisions",
        verbose_name=_("what people said"),
    )
    insights = models.ManyToManyField(
        Insight, blank=True, related_name="decisions", verbose_name=_("what we learned")
    )
    history = HistoricalRecords()

    class Meta(Evidence.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="customers") | ~Q(reason=""),
                name="decision_not_from_customers_says_why",
            )
        ]

    def __str__(self):
        return self.statement


class Change(models.Model):
    """One difference between a draft and the one before it, and the words behind it."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="changes")
    draft = models.ForeignKey(
        ConceptVersion, models.CASCADE, related_name="changes", verbose_name=_("draft")
    )
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    note = models.CharField(_("what is better now"), max_length=240, blank=True)
    highlights = models.ManyToManyField(
        Highlight,
        blank=True,
        related_name="changes",
        verbose_name=_("the words that caused it"),
    )

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["draft", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(before="", after=""), name="change_changes_something"
            )
        ]

    def __str__(self):
        return self.after or self.before


class ShareBack(Evidence):
    """One "you said, we did" (or could not, or not yet) on the public page."""

    class Outcome(models.TextChoices):
        DID = "did", _("We did")
        NOT_YET = "not_yet", _("Not yet")
        COULD_NOT = "could_not", _("We could not")

    you_said = models.CharField(_("you said"), max_length=400)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    what_we_did = models.TextField(_("what we did, or why not"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="share_backs"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    history = HistoricalRecords()

    class Meta(Evidence.Meta):
        verbose_name = _("you said, we did")
        verbose_name_plural = _("you said, we did")
        ordering = ["round", "pk"]

    def __str__(self):
        return self.you_said
