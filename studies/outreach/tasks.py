from celery import shared_task

from studies.outreach import delivering


@shared_task(name="outreach.deliver_due", ignore_result=True)
def deliver_due() -> None:
    delivering.deliver_due()
