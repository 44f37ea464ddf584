from celery import shared_task

from studies.partners import contacts, openings, quota_places, quota_words


@shared_task(name="partners.store_openings", ignore_result=True)
def store_openings() -> None:
    openings.store()


@shared_task(name="partners.seal_names", ignore_result=True)
def seal_names() -> None:
    contacts.seal_old()


@shared_task(name="partners.write_words", ignore_result=True)
def write_words() -> None:
    quota_words.write_all()


@shared_task(name="partners.forget_places", ignore_result=True)
def forget_places() -> None:
    quota_places.forget_old()
