from django.core.management.base import BaseCommand

from studies.people import rotation


class Command(BaseCommand):
    help = (
        "Seals contact data, printed links, second factors and sessions with the "
        "first key of CXSTUDIO_VAULT_KEYS. When it is done, older keys can be taken "
        "out."
    )

    def handle(self, *args, **options):
        rows = rotation.rotate()
        self.stdout.write(f"{rows} rows are now sealed with the first key.")
