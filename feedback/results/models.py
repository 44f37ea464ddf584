import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cxstudio.posting import MailState
from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey, SurveyVersion
from studies.agencies.models import Member
from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models import Partner

# The codes of counters that are no choices; see Tally.
FINISHED = ("", "finished")
ANSWERED = "_answered"
EMPTY = "_empty"
# Of those who answered: how many stopped part-way. It is summed up, never stored.
UNFINISHED = "_unfinished"


class TallyQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def narrowed(
        self,
        language: str = "",
        partner: int | None | str = "",
        mode: str = "",
        is_finished: bool = False,
    ):
        """Only one language, partner or way; "" is any, None is no partner.

        `is_finished`: without those who stopped part-way.
        """
        rows = self.filter(language=language) if language else self
        rows = rows.filter(is_partial=False) if is_finished else rows
        rows = rows.filter(mode=mode) if mode else rows
        return rows if partner == "" else rows.filter(partner=partner)

    def by_version(self, *, is_synthetic: bool) -> dict[int, dict[str, dict[str, int]]]:
        """{version number: {question key: {code: count}}}, in one query."""
        rows = self.filter(is_synthetic=is_synthetic).order_by()
        named = rows.values_list("version__number", "question_key", "code")
        found: dict[int, dict[str, dict[str, int]]] = {}
        for number, key, code, *totals in named.annotate(**_totals()):
            codes = found.setdefault(number, {}).setdefault(key, {})
            codes |= _with_unfinished(code, *totals)
        return found

    def by_mode(
        self, *, is_synthetic: bool
    ) -> dict[str, dict[int, dict[str, dict[str, int]]]]:
        """{mode: as by_version}, in one query."""
        rows = self.filter(is_synthetic=is_synthetic, count__gt=0).order_by()
        named = rows.values_list("mode", "version__number", "question_key", "code")
        found: dict[str, dict[int, dict[str, dict[str, int]]]] = {}
        for mode, number, key, code, *totals in named.annotate(**_totals()):
            versions = found.setdefault(mode, {})
            codes = versions.setdefault(number, {}).setdefault(key, {})
            codes |= _with_unfinished(code, *totals)
        return found


def _totals() -> dict[str, models.Sum]:
    unfinished = models.Sum("count", filter=models.Q(is_partial=True))
    return {"total": models.Sum("count"), "unfinished": unfinished}


def _with_unfinished(code: str, total: int, unfinished: int | None) -> dict[str, int]:
    """The count of a code, and beside those who answered, who of them did not finish."""
    if code in (ANSWERED, FINISHED[1]) and unfinished:
        return {code: total, UNFINISHED: unfinished}
    return {code: total}


class Tally(models.Model):
    """How many responses hold one code at one question, by what can be split.

    Versions are apart, because the same key may have asked something else in them.

    Question key "" and code "finished" count the responses themselves, which are of
    people who finished unless `is_partial`: then they stopped part-way. At a question
    that was shown, "_answered" and "_empty" count people who did and did not answer;
    "_text" counts words of one's own. A matrix counts "<row>:<choice>".
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="tallies")
    question_key = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=90)
    language = models.CharField(max_length=35)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    is_synthetic = models.BooleanField(default=False)
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    # The way in which people took part, see SurveyResponse.Mode.
    mode = models.CharField(max_length=10, default="self", db_default="self")
    is_partial = models.BooleanField(default=False, db_default=False)
    count = models.IntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "survey",
                    "question_key",
                    "code",
                    "language",
                    "partner",
                    "is_synthetic",
                    "version",
                    "mode",
                    "is_partial",
                ],
                nulls_distinct=False,
                name="tally_once_per_cell",
            ),
            models.CheckConstraint(
                condition=models.Q(count__gte=0), name="tally_never_negative"
            ),
        ]

    def __str__(self):
        return f"{self.question_key}:{self.code} {self.count}"


class JudgmentQuerySet(TenantQuerySet):
    tenant_path = "response__survey__activity__agency"


class Judgment(models.Model):
    """Somebody judged that a response counts, or is left out, and why; the last holds.

    Nothing leaves a response out by itself.
    """

    response = models.ForeignKey(
        SurveyResponse, models.CASCADE, related_name="judgments"
    )
    leaves_out = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=300)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    judged_on = models.DateField(default=timezone.localdate)

    objects = JudgmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgment")
        verbose_name_plural = _("judgments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="judgment_has_a_reason"
            )
        ]

    def __str__(self):
        return self.reason


class MemberRowQuerySet(TenantQuerySet):
    tenant_path = "member__agency"


class MorningWish(models.Model):
    """A member asked to be told each morning how many new answers came, or stopped it."""

    # Random: the address by which a mail is stopped is made from it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, models.PROTECT, related_name="morning_wish")
    is_wanted = models.BooleanField(default=True)

    objects = MemberRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for numbers each morning")
        verbose_name_plural = _("wishes for numbers each morning")

    def __str__(self):
        return str(self.member)


class MorningMail(models.Model):
    """One morning of one member: told once, or not at all."""

    State = MailState

    member = models.ForeignKey(Member, models.PROTECT, related_name="morning_mails")
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.QUEUED
    )
    claimed_at = models.DateTimeField(null=True)

    objects = MemberRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("numbers of a morning")
        verbose_name_plural = _("numbers of mornings")
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "day"], name="member_is_told_once_a_morning"
            )
        ]

    def __str__(self):
        return f"{self.member} {self.day}"
