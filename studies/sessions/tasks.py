from celery import shared_task

from studies.sessions import mailing, provider_news


@shared_task(name="sessions.deliver_due", ignore_result=True, acks_late=False)
def deliver_visits() -> None:
    mailing.deliver_due()


@shared_task(name="sessions.fold_news", ignore_result=True)
def fold_news() -> None:
    provider_news.fold_waiting()
