from django.db import migrations


def forget(apps, schema_editor):
    """Django's log of the studio held copies of rows' words, shown on no page."""
    apps.get_model("admin", "LogEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0003_keep_earlier_translations"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
