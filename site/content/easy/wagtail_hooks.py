from django.urls import URLPattern, path
from wagtail import hooks

from . import views
from .refusal import refuse_to_publish_hard_pages

hooks.register("before_bulk_action", refuse_to_publish_hard_pages)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("easy/check/", views.check, name="easy_check")]
