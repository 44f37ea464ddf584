from celery import shared_task

from feedback.safety import telling


@shared_task(name="safety.tell_owner", ignore_result=True)
def tell_owner(survey_id: int | str) -> None:
    telling.tell_of(int(survey_id))


@shared_task(name="safety.tell_owners", ignore_result=True)
def tell_owners() -> None:
    """What waited for a full hour, for a mail server or for an owner."""
    telling.tell_all()
