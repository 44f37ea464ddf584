from dataclasses import asdict

from django.core.management.base import BaseCommand

from studies.outreach.panel_nights import tend_all

WORDS = {
    "asked_for_a_yes": "written to, to confirm that they want to be asked",
    "asked_yearly": "asked whether it still holds after a year",
    "left_by_itself": "left, because the yearly letter got no answer",
    "erased_unconfirmed": "erased, because the wish was never confirmed",
    "erased_silent": "erased, after 24 months without a sign",
}


class Command(BaseCommand):
    help = "Do at once what is done each night for people who asked to be asked again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Count only, and change nothing."
        )

    def handle(self, *args, dry_run, **options):
        report = tend_all(dry_run=dry_run)
        for name, people in asdict(report).items():
            self.stdout.write(f"{people:6}  {WORDS[name]}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
