from django.db import migrations

# Words kept before counted as their person's own voice, whoever had answered.
SAY = """
UPDATE studies_highlight AS highlight
SET voice = CASE response.proxy_reason WHEN 'other' THEN 'apart' ELSE 'proxy' END
FROM feedback_surveyresponse AS response
WHERE highlight.response_id = response.id AND response.mode = 'proxy'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0024_count_what_was_not_sent"),
        ("studies", "0019_voices_and_made_up_counts"),
    ]

    operations = [migrations.RunSQL(SAY, migrations.RunSQL.noop)]
