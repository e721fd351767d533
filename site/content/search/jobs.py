from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="40 3 * * *")
@app.task(name="site_search.rebuild", queueing_lock="site_search.rebuild")
def rebuild(timestamp: int) -> None:
    """Repair what the index has missed."""
    services.rebuild_index()


@app.periodic(cron="50 3 * * *")
@app.task(name="site_search.erase_old_words", queueing_lock="site_search.erase_old_words")
def erase_old_words(timestamp: int) -> None:
    services.erase_old_words(today=timezone.localdate())
