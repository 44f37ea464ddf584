from celery import shared_task

from studies.withdrawal import holding, retention


@shared_task(name="withdrawal.carry_out_waiting", ignore_result=True)
def carry_out_waiting() -> None:
    holding.carry_out_waiting()


@shared_task(name="withdrawal.retention", ignore_result=True)
def run_retention() -> None:
    retention.run_all()
