from celery import shared_task

from studies.withdrawal import holding


@shared_task(name="withdrawal.carry_out_waiting", ignore_result=True)
def carry_out_waiting() -> None:
    holding.carry_out_waiting()
