"""Numbers are known by their keyed hash; one that was hashed by another rule is mended.

A web process of an earlier release hashes a number as it was written, and another
country of the installation makes another number of the same digits. A word STOP from
that phone would then find nobody.
"""

from cryptography.fernet import InvalidToken
from django.db import models, transaction
from django.db.models.expressions import RawSQL

from studies.outreach import stopping
from studies.outreach.models import Suppression
from studies.outreach.stopping import Closed
from studies.people.models import Person
from studies.people.vault import keyed_hash, unseal

BATCH = 1000
SEALED = RawSQL("studies_person.phone", [], output_field=models.BinaryField())


def why_kept_off(person: Person) -> str:
    """Whether the number may not be written to, where its hash is not that of now."""
    hashed = keyed_hash(person.phone)
    if hashed == person.phone_hash:
        return ""  # the question asked of it
    rows = Suppression.objects.filter(address_hash=hashed)
    return rows.values_list("reason", flat=True).first() or ""


def hash_anew() -> int:
    """Hash each number by the rule of now; how many changed. Stopped stays stopped."""
    people = Person.objects.exclude(phone_hash="").order_by("pk")
    changed, batch = 0, list(people.values_list("pk", flat=True)[:BATCH])
    while batch:
        changed += _hash_batch(batch)
        rest = people.filter(pk__gt=batch[-1])
        batch = list(rest.values_list("pk", flat=True)[:BATCH])
    return changed


@transaction.atomic
def _hash_batch(pks: list) -> int:
    people = Person.objects.with_ids(pks).annotate(sealed=SEALED).order_by("pk")
    changed, moved = 0, {}
    for pk, before, sealed in people.values_list("pk", "phone_hash", "sealed"):
        hashed = _hashed(sealed)
        if hashed and hashed != before:
            # Not where somebody changed the number meanwhile.
            ours = Person.objects.filter(pk=pk, phone_hash=before)
            changed += ours.update(phone_hash=hashed)
            moved[before] = hashed
    _stay_closed(moved)
    return changed


def _stay_closed(moved: dict[str, str]) -> None:
    """{hash of before: hash of now}, also where a phone's word closed a mail address."""
    rows = Suppression.objects.filter(address_hash__in=moved)
    kept_off = rows.values_list("address_hash", "reason")
    stopping.close(Closed(moved[before], reason) for before, reason in kept_off)
    told = Suppression.objects.filter(by_phone__in=moved).order_by("pk")
    for row in told.select_for_update():
        row.by_phone = moved[row.by_phone]
        row.save(update_fields=["by_phone"])


def _hashed(sealed: bytes) -> str:
    """Empty where the number can't be read; then no message goes to it either."""
    try:
        return keyed_hash(unseal(sealed)) if sealed else ""
    except InvalidToken:
        return ""
