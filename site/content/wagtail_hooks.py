from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views


class CentreProfileMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("centre.change_centreprofile")


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("centre/", views.centre_profile, name="content_centre_profile")]


@hooks.register("register_settings_menu_item")
def centre_profile_menu_item() -> MenuItem:
    return CentreProfileMenuItem(
        "センターの情報", reverse("content_centre_profile"), name="centre", icon_name="home", order=10
    )
