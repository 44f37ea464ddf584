import sys

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from studies.outreach import news, returned_mail

# What a mail server takes as "try again later".
TRY_AGAIN = 75


class Command(BaseCommand):
    help = (
        "Reads one mail that came back, from standard input, as a mail server pipes it."
    )

    def handle(self, *args, **options):
        told = returned_mail.read(sys.stdin.buffer.read(returned_mail.LONGEST + 1))
        try:
            news.keep(told)
        except (OperationalError, InterfaceError):
            sys.exit(TRY_AGAIN)
        kinds = ", ".join(one.kind for one in told)
        self.stdout.write(kinds or "No report about a message of ours.")
