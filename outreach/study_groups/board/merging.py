"""What becomes of topics and posts when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import Post, Topic


def move_posts(kept: Model, merged: Model) -> None:
    """Let what was written for the merged agency stand for the kept one."""
    if isinstance(kept, Agency) and isinstance(merged, Agency):
        Topic.objects.filter(agency=merged).update(agency=kept)
        Post.objects.filter(agency=merged).update(agency=kept)
