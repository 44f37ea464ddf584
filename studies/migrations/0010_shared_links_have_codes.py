from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("studies", "0009_codes_for_links_of_before")]

    operations = [
        migrations.AddConstraint(
            model_name='invitelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_pilot', False), ('participant', None), ('short_code__isnull', False)), models.Q(('participant__isnull', False), ('short_code', None)), models.Q(('is_pilot', True), ('short_code', None)), _connector='OR'), name='shared_links_alone_have_a_short_code'),
        ),
    ]
