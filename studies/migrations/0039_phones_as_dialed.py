from django.db import migrations

from studies.people.vault import keyed_hash

BATCH = 2000


def hash_as_dialed(apps, schema_editor):
    """One hash for a number, however it was written; who had stopped stays stopped."""
    person = apps.get_model("studies", "Person")
    suppression = apps.get_model("studies", "Suppression")
    stopped = dict(suppression.objects.values_list("address_hash", "reason"))
    rows, kept_off = [], {}
    with_phone = person.objects.exclude(phone_hash="").only("phone", "phone_hash")
    for row in with_phone.iterator(chunk_size=BATCH):
        before, row.phone_hash = row.phone_hash, keyed_hash(row.phone)
        if before == row.phone_hash:
            continue
        if before in stopped:
            kept_off[row.phone_hash] = stopped[before]
        rows.append(row)
        if len(rows) == BATCH:
            person.objects.bulk_update(rows, ["phone_hash"])
            rows = []
    person.objects.bulk_update(rows, ["phone_hash"])
    suppression.objects.bulk_create(
        [
            suppression(address_hash=hashed, reason=reason)
            for hashed, reason in kept_off.items()
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("studies", "0038_contact_rules")]

    operations = [migrations.RunPython(hash_as_dialed, migrations.RunPython.noop)]
