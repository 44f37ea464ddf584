from celery import shared_task

from studies.intake import working


@shared_task(name="intake.work", ignore_result=True)
def work(file_id: str) -> None:
    working.work(file_id)


@shared_task(name="intake.work_due", ignore_result=True)
def work_due() -> None:
    working.work_due()
