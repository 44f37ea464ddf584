from django.core.management.base import BaseCommand, CommandError

from cxstudio.refusal import Refusal
from feedback.demo import partnering, seeding


class Command(BaseCommand):
    help = (
        "Makes the demo agency, its study and its synthetic answers. "
        "Run again, it changes nothing."
    )

    def handle(self, *args, **options):
        try:
            made = seeding.seed()
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            "The demo is ready." if made else "The demo is there already."
        )
        for partner, address in partnering.page_addresses():
            self.stdout.write(f"  {address}\n      the page of {partner}")
