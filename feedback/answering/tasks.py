from celery import shared_task

from feedback.answering import unsent


@shared_task(name="answering.erase_unsent", ignore_result=True)
def erase_unsent() -> None:
    unsent.erase_all()
