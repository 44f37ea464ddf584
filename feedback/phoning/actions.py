import uuid

from feedback.answering import unsent
from feedback.answering.models import SurveyResponse


def throw_away(response_id: uuid.UUID) -> bool:
    """Erase an interview that was broken off, as the person asked; never a sent one."""
    return unsent.erase_one(response_id, SurveyResponse.Mode.PHONE)
