from django.core.management.base import BaseCommand, CommandError

from feedback.results.recounting import recount
from feedback.surveys.models import Survey


class Command(BaseCommand):
    help = "Count survey answers again and compare with the counters that pages show."

    def add_arguments(self, parser):
        parser.add_argument(
            "survey", nargs="*", type=int, help="ids; all when left out"
        )
        parser.add_argument(
            "--repair", action="store_true", help="set the counters to the new count"
        )

    def handle(self, *args, survey, repair, **options):
        rows = Survey.objects.order_by("pk")
        if survey:
            rows = rows.filter(pk__in=survey)
        wrong = 0
        for survey_id in rows.values_list("pk", flat=True):
            differences = recount(survey_id, repair=repair)
            wrong += len(differences)
            for found in differences:
                self.stdout.write(
                    f"survey {survey_id} {'/'.join(map(str, found.cell))}: "
                    f"counter {found.tally}, responses {found.responses}"
                )
        if wrong and not repair:
            raise CommandError(f"{wrong} counters differ. Mend them with --repair.")
        self.stdout.write(f"{wrong} counters repaired." if wrong else "No difference.")
