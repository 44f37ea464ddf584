from celery import shared_task

from studies.partners import openings


@shared_task(name="partners.store_openings", ignore_result=True)
def store_openings() -> None:
    openings.store()
