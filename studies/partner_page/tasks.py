from celery import shared_task

from studies.partner_page import codes, day_figures


@shared_task(name="partner_page.mail_codes", ignore_result=True)
def mail_codes() -> None:
    codes.mail_due()


@shared_task(name="partner_page.refresh_figures", ignore_result=True)
def refresh_figures() -> None:
    day_figures.refresh()
    codes.forget()
