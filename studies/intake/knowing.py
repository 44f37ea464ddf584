"""Who of a list is known already, said no, or is there twice."""

import uuid
from datetime import datetime

from studies.agencies.models import Agency
from studies.intake.findings import Finding
from studies.intake.rows import ListedPerson, name_key
from studies.outreach import wanted
from studies.outreach.models import Suppression
from studies.people.models import Person

REFUSED = {
    Suppression.Reason.STOPPED: Finding.STOPPED,
    Suppression.Reason.BOUNCED: Finding.BOUNCED,
}


class Index:
    """People by their addresses, to ask whether one of them is the same person.

    The same: an address in common and the same name, unless both have an e-mail
    address and these differ. Somebody without a name is whoever has their address.
    The same address under another name is another person: people share addresses.
    """

    def __init__(self):
        self.addresses: set[str] = set()
        # (address, name) → the e-mail addresses of those people, and who they are
        self.named: dict[tuple[str, str], dict[str, object]] = {}

    def add(self, hashes: list[str], name: str, email_hash: str, who: object) -> None:
        for hashed in hashes:
            self.addresses.add(hashed)
            self.named.setdefault((hashed, name), {})[email_hash] = who
            self.named.setdefault((hashed, ""), {}).setdefault(email_hash, who)

    def same(self, person: ListedPerson) -> object | None:
        for hashed in person.hashes:
            found = self.named.get((hashed, person.name_key), {})
            for email_hash, who in found.items():
                if not (email_hash and person.email_hash) or (
                    email_hash == person.email_hash
                ):
                    return who
        return None

    def shares(self, person: ListedPerson) -> bool:
        return any(hashed in self.addresses for hashed in person.hashes)


class Judge:
    """Judges a list in batches: the rows before are remembered, the vault is asked."""

    def __init__(self, agency: Agency, now: datetime):
        self.agency, self.now = agency, now
        self.before = Index()
        # Names of known people, opened once each: one phone may serve a whole shelter.
        self.opened: dict[uuid.UUID, str] = {}

    def judge(self, batch: list[ListedPerson]) -> None:
        """Give each row of the batch its finding and its notes."""
        whole = [person for person in batch if person.finding is None]
        hashes = {hashed for person in whole for hashed in person.hashes}
        refused, known = self._refused(hashes), self._known(hashes)
        for person in whole:
            person.finding = self._finding(person, refused, known)
            if person.finding is None:
                if known.shares(person) or self.before.shares(person):
                    person.notes += (Finding.SHARED,)
                self.remember(person)

    def remember(self, person: ListedPerson) -> None:
        self.before.add(person.hashes, person.name_key, person.email_hash, True)

    def _finding(self, person, refused: dict, known: Index) -> Finding | None:
        reasons = [refused[hashed] for hashed in person.hashes if hashed in refused]
        if reasons:
            return Finding.STOPPED if Finding.STOPPED in reasons else reasons[0]
        if self.before.same(person):
            return Finding.TWICE
        return known.same(person)

    def _refused(self, hashes: set[str]) -> dict[str, Finding]:
        rows = Suppression.objects.filter(address_hash__in=hashes)
        found = rows.values_list("address_hash", "reason")
        return {hashed: REFUSED[reason] for hashed, reason in found}

    def _known(self, hashes: set[str]) -> Index:
        people = Person.objects.within(self.agency).at_any(hashes)
        fields = "pk", "email_hash", "phone_hash", "archived_at"
        rows = list(people.values_list(*fields))
        if not rows:
            return Index()
        self._open({pk for pk, *_ in rows} - self.opened.keys())
        current = Person.objects.with_ids(row[0] for row in rows)
        at_cap = wanted.at_the_cap(current, self.agency, self.now)
        capped = set(at_cap.values_list("pk", flat=True))
        index = Index()
        for pk, email_hash, phone_hash, archived_at in rows:
            finding = Finding.AT_CAP if pk in capped else Finding.KNOWN
            if archived_at:
                finding = Finding.TAKEN_OFF
            at = [hashed for hashed in (email_hash, phone_hash) if hashed]
            index.add(at, self.opened[pk], email_hash, finding)
        return index

    def _open(self, pks: set[uuid.UUID]) -> None:
        rows = Person.objects.with_ids(pks).values_list("pk", "name")
        self.opened |= {pk: name_key(name) for pk, name in rows}
