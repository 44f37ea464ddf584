from django.core.management.base import BaseCommand, CommandError

from studies.people import rotation


class Command(BaseCommand):
    help = (
        "Seals contact data, printed links, second factors and sessions with the "
        "first key of CXSTUDIO_VAULT_KEYS. It may be stopped and run again: what has "
        "that key already is left alone. When it is done, older keys can be taken out."
    )

    def handle(self, *args, **options):
        found = rotation.rotate(tell=self._tell if options["verbosity"] > 1 else None)
        self.stdout.write(
            f"{found.sealed_again} rows were sealed again with the first key; "
            f"{found.had_newest} had it already."
        )
        if found.unreadable:
            where = ", ".join(f"{n} in {t}" for t, n in found.unreadable.items())
            raise CommandError(
                f"None of the keys opens some rows: {where}. They are as they were. "
                "Put the key that was taken out back, last in CXSTUDIO_VAULT_KEYS, "
                "restart, and run this again."
            )

    def _tell(self, table: str, rows: int) -> None:
        self.stdout.write(f"{table}: {rows} rows looked at")
