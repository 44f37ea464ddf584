from celery import shared_task

from feedback.results import folding


@shared_task(name="results.fold")
def fold(survey_id: int | str) -> None:
    folding.fold(int(survey_id))


@shared_task(name="results.fold_waiting")
def fold_waiting() -> None:
    folding.fold_waiting()
