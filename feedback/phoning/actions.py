import uuid

from feedback.answering.models import SurveyResponse


def throw_away(response_id: uuid.UUID) -> bool:
    """Erase an interview that was broken off, as the person asked; never a sent one."""
    begun = SurveyResponse.objects.filter(
        pk=response_id,
        state=SurveyResponse.State.STARTED,
        mode=SurveyResponse.Mode.PHONE,
    )
    return bool(begun.delete()[0])
