from django.db import migrations

# What a version says of answers must hold for good, whoever writes to the database.
REFUSE = """
CREATE FUNCTION feedback_version_never_changes() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.document, NEW.number, NEW.content_hash, NEW.survey_id,
            NEW.reason, NEW.graded)
            IS NOT DISTINCT FROM
            (OLD.document, OLD.number, OLD.content_hash, OLD.survey_id,
            OLD.reason, OLD.graded)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'A published version never changes (survey %, version %).',
        OLD.survey_id, OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER version_never_changes
    BEFORE UPDATE OR DELETE ON feedback_surveyversion
    FOR EACH ROW EXECUTE FUNCTION feedback_version_never_changes();
"""
ALLOW = """
DROP TRIGGER version_never_changes ON feedback_surveyversion;
DROP FUNCTION feedback_version_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_reason_of_a_version")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
