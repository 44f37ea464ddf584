from celery import shared_task

from studies.sessions import mailing


@shared_task(name="sessions.deliver_due", ignore_result=True, acks_late=False)
def deliver_visits() -> None:
    mailing.deliver_due()
