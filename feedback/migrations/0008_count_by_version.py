from django.db import migrations

# Each response remembers what it was counted for, so the counters are made anew from
# exactly that: their sums stay what they were.
COUNT = """
DELETE FROM feedback_tally;
INSERT INTO feedback_tally
    (survey_id, question_key, code, language, partner_id, is_synthetic, version_id,
     count)
SELECT response.survey_id, counted.pair ->> 0, counted.pair ->> 1, response.language,
    response.partner_id, response.is_synthetic, response.version_id, count(*)
FROM feedback_surveyresponse AS response
CROSS JOIN LATERAL jsonb_array_elements(response.folded) AS counted(pair)
WHERE response.state = 'submitted' AND NOT response.is_practice
    AND response.folded IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7;
"""
JOIN = """
CREATE TEMPORARY TABLE joined ON COMMIT DROP AS
SELECT survey_id, question_key, code, language, partner_id, is_synthetic,
    sum(count) AS count
FROM feedback_tally GROUP BY 1, 2, 3, 4, 5, 6;
DELETE FROM feedback_tally;
INSERT INTO feedback_tally
    (survey_id, question_key, code, language, partner_id, is_synthetic, count)
SELECT * FROM joined;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0007_tally_names_its_version")]

    operations = [migrations.RunSQL(COUNT, JOIN)]
