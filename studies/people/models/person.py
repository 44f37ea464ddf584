import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.models.agency import validate_time_zone
from studies.agencies.tenancy import ArchivableQuerySet
from studies.people.vault import SealedTextField, keyed_hash


class PersonQuerySet(ArchivableQuerySet):
    def at_address(self, address: str):
        """Everyone at one exact e-mail or phone; families and shelters share them."""
        hashed = keyed_hash(address)
        return self.filter(Q(email_hash=hashed) | Q(phone_hash=hashed))

    def at_any(self, hashes: Iterable[str]):
        """Everyone at one of these addresses, given by their keyed hashes."""
        listed = list(hashes)
        return self._where("(email_hash = ANY(%s) OR phone_hash = ANY(%s))", listed)

    def with_ids(self, pks: Iterable[uuid.UUID]):
        return self._where("studies_person.id = ANY(%s)", list(pks))

    def _where(self, condition: str, listed: list):
        """As one array: thousands of parameters take longer to read than to look up."""
        values = [listed] * condition.count("%s")
        return self.filter(
            RawSQL(condition, values, output_field=models.BooleanField())
        )

    def sharing_addresses(self, hashes: set[str]) -> set[str]:
        """Which of these addresses somebody here has."""
        pairs = self.at_any(hashes).values_list("email_hash", "phone_hash")
        return {hashed for pair in pairs for hashed in pair} & hashes


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
    # Where their clock is; empty where nobody said, which means the agency's.
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        default="",
        db_default="",
        validators=[validate_time_zone],
    )
    how_we_got_it = models.CharField(_("how we got the address"), max_length=240)
    # No where they asked only to be told what changed: whether they may be asked again
    # is theirs to say, see PanelMember.
    may_be_asked = models.BooleanField(default=True, db_default=True, editable=False)
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

    @property
    def address_hashes(self) -> list[str]:
        return [hashed for hashed in (self.email_hash, self.phone_hash) if hashed]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone) if self.time_zone else self.agency.zone

    def save(self, *args, **kwargs):
        self.email_hash = keyed_hash(self.email) if self.email else ""
        self.phone_hash = keyed_hash(self.phone) if self.phone else ""
        super().save(*args, **kwargs)
