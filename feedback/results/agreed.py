"""What one person agreed to, in the words that they read."""

from dataclasses import dataclass

from feedback.answering.models import SurveyResponse
from studies.people import terms
from studies.people.models import Purpose
from studies.people.terms import Terms


@dataclass(frozen=True)
class AgreedPurpose:
    label: str
    sentence: str
    is_given: bool


@dataclass(frozen=True)
class ReadConsent:
    """The words that were read, their language, and each purpose asked for."""

    terms: Terms
    language: str
    purposes: list[AgreedPurpose]


def read_consent(response: SurveyResponse) -> ReadConsent | None:
    """None where nothing was asked: the answers came before there was a text."""
    if response.consent_version_id is None:
        return None
    read = terms.of_version(response.consent_version_id)
    words = read.texts[read.language(response.consent_language)]
    given = {Purpose.TAKE_PART: True} | response.consents
    purposes = [
        AgreedPurpose(str(purpose.label), words.get(purpose, ""), given[purpose])
        for purpose in Purpose
        if purpose in given
    ]
    return ReadConsent(read, response.consent_language, purposes)
