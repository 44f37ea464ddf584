import secrets

from django.db import migrations

SIGNS = "346789CDFGHJKMNPQRTWXY"


def give_codes(apps, schema_editor):
    """Links that are on paper already get a code for the next print."""
    links = apps.get_model("studies", "InviteLink").objects
    shared = links.filter(participant=None, is_pilot=False, short_code=None)
    rows, given = list(shared.only("pk")), set()
    for row in rows:
        while not row.short_code or row.short_code in given:
            row.short_code = "".join(secrets.choice(SIGNS) for _ in range(8))
        given.add(row.short_code)
    links.bulk_update(rows, ["short_code"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("studies", "0008_short_codes_and_lists")]

    operations = [migrations.RunPython(give_codes, migrations.RunPython.noop)]
