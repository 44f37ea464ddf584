from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from feedback.results import office_mail
from feedback.results.emails import words
from feedback.results.office_said import said
from studies.partners import offices
from studies.partners.models import OfficeMonth, Partner


class Command(BaseCommand):
    help = "Tell each office what customers said there last month; each once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show the mails, send and keep none"
        )
        parser.add_argument("--month", help="such as 2026-10; for a dry run alone")
        parser.add_argument(
            "--synthetic",
            action="store_true",
            help="from made-up answers; for a dry run alone",
        )

    def handle(self, *args, dry_run, month, synthetic, **options):
        if not dry_run:
            if month or synthetic:
                raise CommandError("--month and --synthetic are for --dry-run.")
            self.stdout.write(f"{office_mail.tell_offices()} mails sent.")
            return
        asked = _month(month) or offices.month_before(timezone.localdate())
        rows = Partner.objects.filter(kind=Partner.Kind.OFFICE, archived_at=None)
        for office in rows.select_related("agency").order_by("pk"):
            self._show(office, asked, synthetic)

    def _show(self, office: Partner, month: date, synthetic: bool) -> None:
        address = office.addresses.current().first()
        there = OfficeMonth.objects.filter(partner=office, month=month).first()
        language = address.language if address else "en"
        with translation.override(language):
            row = OfficeMonth(
                partner=office,
                month=month,
                address=address,
                said=there.said
                if there and there.said is not None
                else said(office, month, language, is_synthetic=synthetic),
            )
            text = words(row, stop_url="…", is_first=False)
        state = there.state if there else "not told yet" if address else "no address"
        self.stdout.write(f"=== {office.agency.slug}: {office.name} ({state})\n{text}")


def _month(text: str | None) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError as error:
        raise CommandError("Write a month such as 2026-10.") from error
