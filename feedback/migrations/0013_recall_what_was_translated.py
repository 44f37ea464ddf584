import hashlib

from django.db import migrations

# Texts that surveys had when translations did not yet keep what they were made from.
TEXTS = {
    "survey": ("title", "purpose", "thanks"),
    "question": ("label", "hint"),
    "choice": ("label",),
}


def recall(apps, schema_editor):
    """Find each translation's source among the wordings that its text ever had."""
    Translation = apps.get_model("studies", "Translation")
    for model, fields in TEXTS.items():
        past = apps.get_model("feedback", f"Historical{model}")
        for field in fields:
            rows = Translation.objects.filter(
                source_text="", place__startswith=f"{model}:", place__endswith=f":{field}"
            )
            by_row = {}
            for row in rows.only("place", "source_hash"):
                by_row.setdefault(int(row.place.split(":")[1]), []).append(row)
            wordings = past.objects.filter(id__in=by_row).values_list("id", field)
            found = []
            for pk, text in wordings.distinct().iterator(chunk_size=2000):
                hashed = hashlib.sha256(text.encode()).hexdigest()
                for row in by_row[pk]:
                    if row.source_hash == hashed:
                        row.source_text = text
                        found.append(row)
            Translation.objects.bulk_update(found, ["source_text"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0012_question_bank"),
        ("studies", "0003_keep_earlier_translations"),
    ]

    operations = [migrations.RunPython(recall, migrations.RunPython.noop)]
