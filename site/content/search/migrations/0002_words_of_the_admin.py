from django.db import migrations

# Wagtail's own search, which the admin uses, compares title and body joined; no migration of Wagtail makes
# an index of that, and without one every search reads the whole table.
CREATE = """
CREATE INDEX IF NOT EXISTS site_search_words_of_the_admin
ON wagtailsearch_indexentry USING gin ((title || body))
"""
DROP = "DROP INDEX IF EXISTS site_search_words_of_the_admin"


class Migration(migrations.Migration):
    dependencies = [
        ("site_search", "0001_initial"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
