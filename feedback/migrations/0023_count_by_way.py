from django.db import migrations, models

# Where people took part in another way than on their own, the counters are made anew
# from what each response remembers that it was counted for: their sums stay the same.
COUNT = """
SET CONSTRAINTS ALL IMMEDIATE;
CREATE TEMPORARY TABLE other_ways ON COMMIT DROP AS
SELECT DISTINCT survey_id FROM feedback_surveyresponse
WHERE mode <> 'self' AND folded IS NOT NULL;
DELETE FROM feedback_tally WHERE survey_id IN (SELECT survey_id FROM other_ways);
INSERT INTO feedback_tally
    (survey_id, question_key, code, language, partner_id, is_synthetic, version_id,
     mode, count)
SELECT response.survey_id, counted.pair ->> 0, counted.pair ->> 1, response.language,
    response.partner_id, response.is_synthetic, response.version_id, response.mode,
    count(*)
FROM feedback_surveyresponse AS response
CROSS JOIN LATERAL jsonb_array_elements(response.folded) AS counted(pair)
WHERE response.state = 'submitted' AND NOT response.is_practice
    AND response.folded IS NOT NULL
    AND response.survey_id IN (SELECT survey_id FROM other_ways)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
"""
JOIN = """
SET CONSTRAINTS ALL IMMEDIATE;
CREATE TEMPORARY TABLE unsent ON COMMIT DROP AS
SELECT survey_id, language, partner_id, is_synthetic, sum(people) AS people
FROM feedback_unsenttally GROUP BY 1, 2, 3, 4;
DELETE FROM feedback_unsenttally;
INSERT INTO feedback_unsenttally
    (survey_id, language, partner_id, is_synthetic, people)
SELECT * FROM unsent;
CREATE TEMPORARY TABLE joined ON COMMIT DROP AS
SELECT survey_id, question_key, code, language, partner_id, is_synthetic, version_id,
    sum(count) AS count
FROM feedback_tally GROUP BY 1, 2, 3, 4, 5, 6, 7;
DELETE FROM feedback_tally;
INSERT INTO feedback_tally
    (survey_id, question_key, code, language, partner_id, is_synthetic, version_id,
     count)
SELECT * FROM joined;
"""
CELL = [
    "survey",
    "question_key",
    "code",
    "language",
    "partner",
    "is_synthetic",
    "version",
]


class Migration(migrations.Migration):
    dependencies = [("feedback", "0022_unsent_tallies")]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="mode",
            field=models.CharField(db_default="self", default="self", max_length=10),
        ),
        migrations.RemoveConstraint(model_name="tally", name="tally_once_per_cell"),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=[*CELL, "mode"],
                name="tally_once_per_cell",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="unsenttally",
            name="mode",
            field=models.CharField(db_default="self", default="self", max_length=10),
        ),
        migrations.RemoveConstraint(
            model_name="unsenttally", name="unsent_answers_count_in_one_place"
        ),
        migrations.AddConstraint(
            model_name="unsenttally",
            constraint=models.UniqueConstraint(
                fields=["survey", "language", "partner", "mode", "is_synthetic"],
                name="unsent_answers_count_in_one_place",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(COUNT, JOIN),
    ]
