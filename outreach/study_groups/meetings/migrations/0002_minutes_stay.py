"""Minutes stay as they were written: a version is neither changed nor removed, and sent or confirmed once."""

from django.db import migrations

STAYS = """
CREATE FUNCTION group_meetings_stays_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% stays as it was written', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_stays_as_written';
END $$;
CREATE TRIGGER group_meetings_minutesversion_is_not_removed
  BEFORE DELETE ON group_meetings_minutesversion
  FOR EACH ROW EXECUTE FUNCTION group_meetings_stays_as_written();
CREATE TRIGGER group_meetings_minutesversion_stays_as_written
  BEFORE UPDATE ON group_meetings_minutesversion
  FOR EACH ROW WHEN (
    OLD.confirmed_at IS NOT NULL
    OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
    OR to_jsonb(OLD) - '{sent_at,confirmed_at,confirmed_by_id,confirmed_as}'::text[]
      <> to_jsonb(NEW) - '{sent_at,confirmed_at,confirmed_by_id,confirmed_as}'::text[]
  ) EXECUTE FUNCTION group_meetings_stays_as_written();
"""
FREE = """
DROP TRIGGER group_meetings_minutesversion_stays_as_written ON group_meetings_minutesversion;
DROP TRIGGER group_meetings_minutesversion_is_not_removed ON group_meetings_minutesversion;
DROP FUNCTION group_meetings_stays_as_written();
"""


class Migration(migrations.Migration):
    dependencies = [("group_meetings", "0001_initial")]

    operations = [migrations.RunSQL(STAYS, FREE)]
