from celery import shared_task

from feedback.results import folding, morning, office_mail


@shared_task(name="results.fold")
def fold(survey_id: int | str) -> None:
    folding.fold(int(survey_id))


@shared_task(name="results.fold_waiting")
def fold_waiting() -> None:
    folding.fold_waiting()


@shared_task(name="results.tell_offices", ignore_result=True)
def tell_offices() -> None:
    office_mail.tell_offices()


@shared_task(name="results.tell_members", ignore_result=True)
def tell_members() -> None:
    morning.tell_members()
