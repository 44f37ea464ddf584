"""The published words of consent, as whoever asks for it reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from studies.people.models import ConsentVersion, Purpose
from studies.planning.models import Activity


@dataclass(frozen=True)
class Terms:
    """One published version. It never changes, so a process may keep it for good."""

    pk: int
    text_id: int
    number: int
    meaning: int
    source_language: str
    texts: Mapping[str, Mapping[str, str]]
    fingerprint: str

    @property
    def purposes(self) -> list[str]:
        """What it asks for beside taking part, in order."""
        asked = self.texts[self.source_language]
        return [p.value for p in Purpose if p in asked and p != Purpose.TAKE_PART]

    def language(self, wanted: str) -> str:
        """The language that somebody reads it in: the wanted one where it has that."""
        return wanted if wanted in self.texts else self.source_language

    def means_the_same_as(self, other: "Terms") -> bool:
        return (self.text_id, self.meaning) == (other.text_id, other.meaning)


@lru_cache(maxsize=256)
def of_version(version_id: int) -> Terms:
    row = ConsentVersion.objects.get(pk=version_id)
    return Terms(
        pk=row.pk,
        text_id=row.text_id,
        number=row.number,
        meaning=row.meaning,
        source_language=row.words["source_language"],
        texts=row.words["texts"],
        fingerprint=row.fingerprint,
    )


def in_force(activity_id: int) -> Terms | None:
    """What people of an activity read now; None where nothing is asked for."""
    found = ConsentVersion.objects.in_force_at("")
    rows = Activity.objects.filter(pk=activity_id).values_list(found, flat=True)
    version_id = rows.get()
    return of_version(version_id) if version_id else None
