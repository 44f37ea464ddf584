from celery import shared_task

from studies.people import updates


@shared_task(name="people.keep_requests", ignore_result=True)
def keep_requests() -> None:
    updates.keep_requests()
