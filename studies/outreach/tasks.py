from celery import shared_task

from studies.outreach import delivering, panel_nights


@shared_task(name="outreach.deliver_due", ignore_result=True)
def deliver_due() -> None:
    delivering.deliver_due()


@shared_task(name="outreach.tend_panel", ignore_result=True)
def tend_panel() -> None:
    panel_nights.tend_all()
