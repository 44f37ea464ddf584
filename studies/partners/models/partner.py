from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet, TenantQuerySet
from studies.people.vault import SealedTextField, keyed_hash
from studies.wording.tags import is_same_language


class Partner(models.Model):
    """An organization that people trust, and that recruits with us.

    An office of our own is one too: people come to its counter, and answer from there.
    """

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("a community organization")
        OFFICE = "office", _("our own front-line office")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="partners")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.COMMUNITY,
        db_default=Kind.COMMUNITY,
    )
    serves = models.CharField(_("whom they serve"), max_length=240, blank=True)
    areas = models.CharField(
        _("where they work"), max_length=240, blank=True, default="", db_default=""
    )
    # Empty since contact people have rows of their own, sealed: see PartnerContact.
    contact_name = models.CharField(max_length=120, blank=True, editable=False)
    languages = ArrayField(
        models.CharField(max_length=35),
        default=list,
        blank=True,
        verbose_name=_("languages"),
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ArchivableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="partner_name_once_per_agency"
            )
        ]

    def __str__(self):
        return self.name


class SiteQuerySet(ArchivableQuerySet):
    tenant_path = "partner__agency"


class PartnerSite(models.Model):
    """One place where a partner meets people: a house, a desk, a clinic."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="sites")
    name = models.CharField(_("name of the place"), max_length=80)
    # {language: name}, for readers of other languages than the team's.
    names = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField())
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "name"], name="site_name_once_per_partner"
            )
        ]

    def __str__(self):
        return self.name

    def name_in(self, language: str) -> tuple[str, str]:
        """What readers of a language call it, and its language where that is another."""
        if found := self.names.get(language):
            return found, ""
        ours = settings.LANGUAGE_CODE
        return self.name, "" if is_same_language(language, ours) else ours


class ContactQuerySet(TenantQuerySet):
    tenant_path = "partner__agency"

    def at_address(self, address: str):
        """Whoever has this e-mail address; empty for none."""
        return self.filter(email_hash=keyed_hash(address)) if address else self.none()


class PartnerContact(models.Model):
    """Somebody at a partner whom we write to; sealed, as every contact is."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts")
    name = SealedTextField(_("name"))
    email = SealedTextField(_("e-mail"), blank=True, default="")
    phone = SealedTextField(_("phone"), blank=True, default="")
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=35, default="en")
    added_on = models.DateField(_("added"), auto_now_add=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact people")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email_hash"],
                condition=~Q(email_hash=""),
                name="contact_address_once_per_partner",
            )
        ]

    def __str__(self):
        return str(self.pk)  # never the name: this text reaches logs and history

    def save(self, *args, **kwargs):
        self.email_hash = keyed_hash(self.email) if self.email else ""
        super().save(*args, **kwargs)
