from celery import shared_task
from django.utils import timezone

from studies.outreach import delivering, news, panel_nights, thanking

# A wake-up is answered for as it comes: the rows are the queue, and beat wakes anew. A
# worker that held it until the end would fall with the broker.


@shared_task(name="outreach.deliver_due", ignore_result=True, acks_late=False)
def deliver_due() -> None:
    delivering.deliver_due()


@shared_task(name="outreach.tend_panel", ignore_result=True)
def tend_panel() -> None:
    panel_nights.tend_all()


@shared_task(name="outreach.thank_due", ignore_result=True)
def thank_due() -> None:
    thanking.thank_due(timezone.now())


@shared_task(name="outreach.fold_news", ignore_result=True)
def fold_news() -> None:
    news.fold_waiting()


@shared_task(name="outreach.forget_news", ignore_result=True)
def forget_news() -> None:
    news.forget_old()
