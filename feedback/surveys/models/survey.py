from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Q, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.tenancy import ArchivableQuerySet
from studies.planning.models import Activity


class SurveyQuerySet(ArchivableQuerySet):
    tenant_path = "activity__agency"

    def current(self):
        return self.filter(activity__archived_at=None)

    def archived(self):
        return self.exclude(activity__archived_at=None)

    def published(self):
        """Those that have a version; the ones that people can answer now first."""
        out = Activity.State.PUBLISHED
        rows = self.exclude(activity__state=Activity.State.DRAFT)
        is_out = Case(When(activity__state=out, then=0), default=1)
        return rows.order_by(is_out, "-pk")

    def with_answers(self):
        """Add `answers`: how many responses are finished and count."""
        counted = Q(
            responses__state="submitted",
            responses__is_practice=False,
            responses__is_left_out=False,
            responses__is_over_quota=False,
        )
        return self.annotate(answers=Count("responses", filter=counted))


class Survey(models.Model):
    """The draft that designers edit. What people see is a published version of it."""

    class Layout(models.TextChoices):
        ONE_A_PAGE = "one_a_page", _("one question a page")
        SECTIONS = "sections", _("one section a page")
        FEW_PAGES = "few_pages", _("as few pages as possible")

    class MissingLanguage(models.TextChoices):
        SAID = "said", _("The first page says so, and shows the language you write in")
        NOT_OFFERED = "not_offered", _("It is not named anywhere")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="survey", editable=False
    )
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(
        _("what it is for"),
        blank=True,
        help_text=_("The first thing that people read. Say who asks and why."),
    )
    # What a law has people say, such as a control number, in a fold of the first page.
    legal = models.TextField(_("legal notes"), blank=True, db_default="")
    thanks = models.TextField(_("thank-you text"), blank=True)
    source_language = models.CharField(
        _("language you write in"), max_length=35, default="en"
    )
    # Offered from the first day; each must be complete before publishing.
    languages = ArrayField(
        models.CharField(max_length=35), default=list, blank=True, editable=False
    )
    # Wanted, but not offered yet; the first page says so.
    later_languages = ArrayField(
        models.CharField(max_length=35), default=list, blank=True, editable=False
    )
    missing_language = models.CharField(
        _("a language that comes later"),
        max_length=12,
        choices=MissingLanguage,
        default=MissingLanguage.SAID,
    )
    layout = models.CharField(
        _("pages"), max_length=12, choices=Layout, default=Layout.ONE_A_PAGE
    )
    # Off takes effect where all questions stand on one page: see compiling.
    shows_answers = models.BooleanField(
        _("show answers again before sending"), default=True, db_default=True
    )
    starter = models.CharField(max_length=40, blank=True, editable=False)
    # The version of an earlier round that this survey was carried on from.
    carried_from = models.ForeignKey(
        "SurveyVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="carried_into",
    )

    objects = SurveyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    @property
    def agency(self):
        return self.activity.agency
