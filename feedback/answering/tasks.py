from celery import shared_task

from feedback.answering import unsent, wiping


@shared_task(name="answering.erase_unsent", ignore_result=True)
def erase_unsent() -> None:
    unsent.settle_all()


@shared_task(name="answering.wipe_left", ignore_result=True)
def wipe_left() -> None:
    wiping.wipe_left()
