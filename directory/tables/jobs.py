from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .models import Table
from .services.forgetting import forget_old_tables
from .services.working import work_on_table


@app.task(name="directory.work_on_table", retry=PATIENT, lock="directory.tables")
def work(table: int) -> None:
    """Do what was asked for with a table; a second try begins anew. A table that was discarded is over."""
    if found := Table.objects.select_related("asked_by").filter(pk=table).first():
        work_on_table(table=found, now=timezone.now())


@app.periodic(cron="35 3 * * *")
@app.task(name="directory.forget_old_tables", queueing_lock="directory.forget_old_tables")
def forget_tables(timestamp: int) -> None:
    forget_old_tables(now=timezone.now())
