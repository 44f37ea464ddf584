import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0006_incoming_files")]

    operations = [
        migrations.RemoveConstraint(model_name="tally", name="tally_once_per_cell"),
        migrations.AddField(
            model_name="tally",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.surveyversion",
            ),
        ),
    ]
