from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models.survey import Survey
from studies.agencies.tenancy import TenantQuerySet

# By BCP 47; a sign language is a language of its own, not English in signs.
SIGN_LANGUAGES = {
    "ase": _("American Sign Language"),
    "csl": _("Chinese Sign Language"),
    "fcs": _("Quebec Sign Language"),
    "ils": _("International Sign"),
    "jos": _("Jordanian Sign Language"),
    "mfs": _("Mexican Sign Language"),
    "psl": _("Puerto Rican Sign Language"),
    "ssp": _("Spanish Sign Language"),
}


class AidQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def as_shown(self):
        """What a first page says of each, as plain values."""
        return self.values(*Aid.SHOWN)


class Aid(models.Model):
    """The first page to listen to, in Easy Read or in sign language, in one language.

    It stands beside the versions, as the agency's phone number does: a new file shows
    within a minute. A file has an address that nobody can guess, and never changes:
    another file gets another one.
    """

    class Kind(models.TextChoices):
        LISTEN = "listen", _("Listen: a sound file")
        EASY_READ = "easy_read", _("Easy Read: a PDF")
        SIGNED = "signed", _("Sign language: a video")

    SHOWN = (
        "language",
        "kind",
        "token",
        "ending",
        "size",
        "url",
        "sign_language",
        "minutes",
    )

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="aids")
    language = models.CharField(_("language"), max_length=35)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    token = models.CharField(max_length=32, unique=True, editable=False)
    file = models.FileField(_("file"), blank=True)
    ending = models.CharField(max_length=4, blank=True)
    size = models.PositiveIntegerField(default=0)
    url = models.URLField(_("web address of the video"), blank=True)
    sign_language = models.CharField(
        _("sign language"), max_length=3, choices=SIGN_LANGUAGES, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(_("added"), auto_now=True)

    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = _("other form of the first page")
        verbose_name_plural = _("other forms of the first page")
        ordering = ["language", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "language", "kind"],
                name="aid_once_per_language_and_kind",
            ),
            models.CheckConstraint(
                condition=(Q(kind="signed") & Q(file="") & ~Q(url=""))
                | (~Q(kind="signed") & ~Q(file="") & Q(url="")),
                name="aid_is_a_video_link_or_a_file",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.language})"


def aids_beside(path: str) -> ArraySubquery:
    """Annotate a row with the aids of its survey; `path` leads to the survey's id."""
    rows = Aid.objects.filter(survey=OuterRef(path))
    columns = JSONObject(**{name: name for name in Aid.SHOWN})
    return ArraySubquery(rows.values(json=columns))
