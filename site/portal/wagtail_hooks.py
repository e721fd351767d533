"""The portal's place in Wagtail's admin: its frame, its addresses and its words in the menus."""

from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from . import admin_frame, outbox
from .news_from_events import write_report
from .pages_to_check import things_to_check

# Lists that pages are made from; each app adds its own word by this hook.
words_and_figures = Menu(register_hook_name="register_words_menu_item")

# Wagtail's own apps add to these lists as well; ours is the last word.
LAST = 1000

hooks.register("construct_main_menu", admin_frame.leave_out_what_nobody_needs, order=LAST)
hooks.register("construct_homepage_panels", admin_frame.show_our_start_page, order=LAST)
hooks.register("construct_homepage_summary_items", admin_frame.count_nothing, order=LAST)
hooks.register("construct_page_action_menu", admin_frame.publish_before_taking_away, order=LAST)
hooks.register("insert_global_admin_css", admin_frame.house_colours)
hooks.register("insert_global_admin_js", admin_frame.own_script)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("outbox/", outbox.outbox, name="portal_outbox"),
        path("pages-to-check/", things_to_check, name="portal_pages_to_check"),
        path("outbox/<int:pk>/again/", outbox.send_mail_again, name="portal_outbox_again"),
        path("news/from-event/<int:pk>/", write_report, name="portal_write_report"),
    ]


@hooks.register("register_settings_menu_item")
def outbox_menu_item() -> MenuItem:
    address = reverse_lazy("portal_outbox")
    return outbox.outbox_desk.menu_item("送信メール", address, name="outbox", icon_name="mail", order=20)


@hooks.register("register_admin_menu_item")
def words_menu_item() -> MenuItem:
    return SubmenuMenuItem("ことばと数字", words_and_figures, name="words", icon_name="openquote", order=50)
