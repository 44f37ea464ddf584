"""An agency's name and phone hours, which its public pages say in each language."""

from copy import copy

from studies.agencies.models import Agency
from studies.wording.models import Translation
from studies.wording.translations import place

FIELDS = ("name", "contact_hours")


def by_language(agency: Agency) -> dict[str, dict[str, str]]:
    """Language → field → its translation; what is not there is said as it was written."""
    fields = {place(agency, field): field for field in FIELDS}
    found: dict[str, dict[str, str]] = {}
    for row in Translation.objects.of(list(fields)):
        found.setdefault(row.language, {})[fields[row.place]] = row.text
    return found


def speaking(agency: Agency, language: str) -> Agency:
    """The agency as a page shows it in a language: a copy, never to be saved."""
    shown = copy(agency)
    for field, text in by_language(agency).get(language, {}).items():
        setattr(shown, field, text)
    return shown
