from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(name="content.publish_scheduled", queueing_lock="content.publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish the pages whose time has come and take down those whose time is over."""
    call_command("publish_scheduled")
