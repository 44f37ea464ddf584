from django.core.management.base import BaseCommand

from studies.agencies.models import Agency
from studies.withdrawal import retention
from studies.withdrawal.counts import in_words


class Command(BaseCommand):
    help = "Erase at once what the coming night would erase, and say how much it was."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count only, and change nothing."
        )

    def handle(self, *args, dry_run, **options):
        if dry_run:
            for agency in Agency.objects.order_by("pk"):
                found = retention.forecast(agency)
                self._report(agency, found.went, found.held)
            self.stdout.write("Nothing was changed.")
            return
        for run in retention.run_all():
            self._report(run.agency, run.went, run.held)

    def _report(self, agency: Agency, went: dict, held: dict) -> None:
        self.stdout.write(f"{agency.slug}")
        for label, number in in_words(went):
            self.stdout.write(f"{number:8}  {label}")
        for label, number in in_words(held):
            self.stdout.write(f"{number:8}  {label}, kept because of a legal hold")
        if not (went or held):
            self.stdout.write("       0  nothing has to go")
