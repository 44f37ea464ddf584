from django.conf import settings as site
from django.db import models
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet


class BankQuestionQuerySet(ArchivableQuerySet):
    tenant_path = "agency"


class BankQuestion(models.Model):
    """A question as it stood when somebody saved it, for any survey of the agency.

    It is a copy: what becomes of the question it came from does not change it.
    `choices` are [{"label", "code", "exclusive", "other", "apart", "driver"}], `rows`
    are [{"label", "code"}], `translations` are {language: {name: [text, state]}} under
    the names "", ":hint", ":<code>", ":row:<code>" and "::message".
    """

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="bank_questions", editable=False
    )
    kind = models.CharField(_("kind"), max_length=20)
    label = models.TextField(_("question"))
    hint = models.TextField(_("hint"), blank=True)
    message = models.TextField(blank=True)
    settings = models.JSONField(default=dict)
    choices = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    locked = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=35)
    translations = models.JSONField(default=dict)
    saved_by = models.ForeignKey(
        site.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved"), auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = BankQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question in the bank")
        verbose_name_plural = _("questions in the bank")
        ordering = ["label", "pk"]

    def __str__(self):
        return self.label
