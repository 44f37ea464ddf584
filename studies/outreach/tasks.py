from celery import shared_task
from django.utils import timezone

from studies.outreach import delivering, panel_nights, thanking


@shared_task(name="outreach.deliver_due", ignore_result=True)
def deliver_due() -> None:
    delivering.deliver_due()


@shared_task(name="outreach.tend_panel", ignore_result=True)
def tend_panel() -> None:
    panel_nights.tend_all()


@shared_task(name="outreach.thank_due", ignore_result=True)
def thank_due() -> None:
    thanking.thank_due(timezone.now())
