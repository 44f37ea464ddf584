"""What a person agrees to: asked on the first page, shown again before sending."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from feedback.answering import statements
from feedback.answering.models import SurveyResponse
from feedback.answering.statements import Whole
from studies.people import terms
from studies.people.models import ConsentVersion, Purpose
from studies.people.terms import Terms

# Ids of rows are shorter; anything longer was made up.
LONGEST_ID = 18
NEVER_ASKED = {Purpose.RECORD, Purpose.ASK_AGAIN}


@dataclass(frozen=True)
class Agreed:
    """What one response says of consent; without a version nothing was asked."""

    version_id: int | None = None
    language: str = ""
    purposes: Mapping[str, bool] = field(default_factory=dict)

    @property
    def terms(self) -> Terms | None:
        return terms.of_version(self.version_id) if self.version_id else None


@dataclass(frozen=True)
class Ticked:
    """The boxes of one form, and the version and language that it was drawn in."""

    version: str
    purposes: frozenset[str]
    language: str
    is_read_out: bool = False  # a helper says that the person chose

    @classmethod
    def of(cls, post: QueryDict, language: str) -> Ticked:
        boxes = frozenset(post.getlist("agree"))
        read_out = "read_out" in post
        return cls(post.get("consent", ""), boxes, language, is_read_out=read_out)

    def lacks_word(self, mode: str) -> bool:
        """Whether a helper ticked boxes, and does not say that the person chose."""
        is_helped = mode == SurveyResponse.Mode.HELPED
        return is_helped and bool(self.purposes) and not self.is_read_out

    def with_word(self, mode: str) -> Ticked:
        """The same, without boxes that nobody says the person chose."""
        return replace(self, purposes=frozenset()) if self.lacks_word(mode) else self

    def under(self, now: Terms) -> Agreed | None:
        """What it says; None unless it was drawn for words that mean the same."""
        read = self._read(now)
        if read is None or not read.means_the_same_as(now):
            return None
        purposes = asked(read)
        return Agreed(
            version_id=read.pk,
            language=read.language(self.language),
            purposes={name: name in self.purposes for name in purposes},
        )

    def _read(self, now: Terms) -> Terms | None:
        if self.version == str(now.pk):
            return now
        if not (self.version.isdecimal() and len(self.version) <= LONGEST_ID):
            return None
        try:
            return terms.of_version(int(self.version))
        except ConsentVersion.DoesNotExist:
            return None


@dataclass(frozen=True)
class Standing:
    """What a response says, and the words that people read now."""

    agreed: Agreed
    now: Terms | None

    @property
    def is_settled(self) -> bool:
        """Whether the person agreed to what the words mean now."""
        if self.now is None:
            return True
        before = self.agreed.terms
        return before is not None and before.means_the_same_as(self.now)


class ConsentChanged(Exception):
    """People are asked for something else by now: show it before anything is sent."""


def asked(read: Terms) -> list[str]:
    """The purposes that a survey asks for, of those that its words have.

    It records nothing, and no mailing looks at the answer to "ask again" yet: to ask
    for that would promise what nobody keeps.
    """
    return [purpose for purpose in read.purposes if purpose not in NEVER_ASKED]


def standing(response_id: uuid.UUID) -> Standing | None:
    """Both sides of consent for one response; one query."""
    whole = statements.find_whole(response_id)
    return standing_of(whole) if whole else None


def standing_of(whole: Whole) -> Standing:
    now = whole.consent_now
    return Standing(Agreed(*whole.consent), terms.of_version(now) if now else None)


def save(response_id: uuid.UUID, ticked: Ticked) -> None:
    """Keep the boxes of a response that is still open, where they are up to date."""
    found = standing(response_id)
    agreed = ticked.under(found.now) if found and found.now else None
    if agreed:
        rows = SurveyResponse.objects.filter(pk=response_id)
        rows.filter(state=SurveyResponse.State.STARTED).update(**columns(agreed))


def settle(found: Standing, ticked: Ticked | None) -> Agreed:
    """What is sent with the answers. Raises ConsentChanged where it must be asked."""
    agreed = ticked.under(found.now) if ticked and found.now else None
    if agreed is None and not found.is_settled:
        raise ConsentChanged
    return agreed or found.agreed


def columns(agreed: Agreed) -> dict[str, object]:
    return {
        "consent_version_id": agreed.version_id,
        "consent_language": agreed.language,
        "consents": dict(agreed.purposes),
    }
