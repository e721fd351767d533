from django.utils import timezone
from procrastinate.contrib.django import app

from .services import look_over


@app.periodic(cron="*/10 * * * *")
@app.task(name="furigana.look_over", queueing_lock="furigana.look_over")
def look_over_the_site(timestamp: int) -> None:
    """Note which sentences the site shows now, and propose readings for new ones."""
    look_over(now=timezone.now())
