import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from cxstudio.refusal import Refusal
from studies.agencies import joining, opening, time_zones
from studies.agencies.models import Agency


class Command(BaseCommand):
    help = "Open an agency and invite its first administrator by e-mail."

    def add_arguments(self, parser):
        parser.add_argument("--name", help="the agency's name, as people know it")
        parser.add_argument("--admin-email", help="its first administrator's address")
        parser.add_argument(
            "--time-zone", help="where its days and hours are, as America/Chicago"
        )
        parser.add_argument(
            "--operator",
            action="store_true",
            help="the administrator also runs the platform: opens further agencies",
        )

    def handle(self, *, name, admin_email, time_zone, operator, **options):
        name = name or self.ask("Name of the agency: ", "--name")
        email = admin_email or self.ask("Its administrator's e-mail: ", "--admin-email")
        zone = time_zone or self.ask(
            "Its time zone, as America/Chicago: ", "--time-zone"
        )
        self.refuse_nonsense(name, email, zone)
        try:
            invitation = opening.create_agency(
                name=name,
                admin_email=email,
                time_zone=zone,
                by=None,
                makes_operator=operator,
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{invitation.agency.name} is open.")
        # At once, not by the worker: whoever types this waits for the outcome.
        if joining.mail(invitation.pk):
            self.stdout.write(f"{email} gets a link to join by e-mail.")
        else:
            self.stdout.write(
                f"The mail could not be sent now. Give this link to {email} alone;"
                f" it works once, for 7 days:\n{invitation.link}"
            )

    def ask(self, question: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"Say it with {option}.")
        return input(question).strip()

    def refuse_nonsense(self, name: str, email: str, zone: str) -> None:
        longest = Agency._meta.get_field("name").max_length
        if not 0 < len(name.strip()) <= longest:
            raise CommandError(f"The name has 1 to {longest} characters.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        if not time_zones.is_zone(zone):
            raise CommandError(f"There is no time zone {zone!r}.")
