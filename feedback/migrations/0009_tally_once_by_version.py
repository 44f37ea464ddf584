import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0008_count_by_version")]

    operations = [
        migrations.AlterField(
            model_name="tally",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.surveyversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=[
                    "survey",
                    "question_key",
                    "code",
                    "language",
                    "partner",
                    "is_synthetic",
                    "version",
                ],
                name="tally_once_per_cell",
                nulls_distinct=False,
            ),
        ),
    ]
