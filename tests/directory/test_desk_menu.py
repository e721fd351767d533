"""Every desk of the directory is in the menu, or at most two steps from a desk that is."""

import re
from urllib.parse import unquote

from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.admin.menu import admin_menu
from wagtail.admin.search import admin_search_areas

from content.templatetags.desk import desk_menu
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency

ROOMS = ("", "_declared", "_joining", "_official", "_duplicates")
DESKS = [f"directory{room}_desk" for room in ROOMS] + ["centre_only_desk", "coverage_desk"]
# Only a form posts there; the demo alone hands out the second; staff alone write the third.
DEEDS = {"/cms/entries/stale/letters/", "/cms/open-data/sample.csv", "/cms/contacts/memo/"}


def addresses_without_parts():
    """Return the addresses of all desks that name no single row."""
    admin = get_resolver().namespace_dict
    found = set()
    for namespace in DESKS:
        _, resolver = admin[namespace]
        names = [name for name in resolver.reverse_dict if isinstance(name, str)]
        for name in names:
            parts = resolver.reverse_dict.getlist(name)[0][0][0][1]
            if not parts:
                found.add(reverse(f"{namespace}:{name}"))
    return found - DEEDS


def words_of(user, rf):
    request = rf.get("/cms/")
    request.user = user
    return {item.url: item.label for item in desk_menu(request)}


def linked_from(client, addresses):
    pages = [client.get(address).content.decode() for address in addresses]
    return {found for page in pages for found in re.findall(r'href="(/cms/[^"?#]*)', page)}


def test_every_desk_is_in_the_menu_or_two_steps_from_there(client, manager, rf):
    sign_in(client, manager)
    wanted = addresses_without_parts()
    assert len(wanted) > 20
    in_menu = wanted & {str(address) for address in words_of(manager, rf)}
    one_step = wanted & linked_from(client, in_menu)
    two_steps = wanted & linked_from(client, one_step - in_menu)
    assert wanted - in_menu - one_step - two_steps == set()


def test_the_words_under_which_services_are_found_are_in_the_menu(staff, rf):
    menu = words_of(staff, rf)
    assert {"サービスの種類", "受け入れの条件"} <= set(menu.values())


def test_the_desks_of_the_directory_stand_under_one_word(manager, rf):
    request = rf.get("/cms/")
    request.user = manager
    top = {item.name: item for item in admin_menu.menu_items_for_request(request)}
    below = sorted(top["agencies"].menu.menu_items_for_request(request), key=lambda item: item.order)
    lists = ["find-agencies", "agency-list", "entries", "joining", "contacts", "coverage"]
    lists += ["welfare-areas", "municipalities-in-areas"]
    desks = [*lists, "history", "open-data", "tables", "duplicates", "reach"]
    assert [item.name for item in below] == desks
    assert not set(desks) & set(top)


def test_an_editor_finds_no_desk_of_the_directory_in_the_menu(editor, rf):
    assert not {"機関の一覧", "名簿の内容", "公表データ", "重複の候補"} & set(words_of(editor, rf).values())


def test_strangers_find_none_of_the_desks():
    for address in addresses_without_parts():
        assert Client().get(address).status_code == 302


def test_the_public_pages_are_one_step_from_the_desk_and_the_search_of_the_admin_leads_to_agencies(
    client, staff, rf
):
    sign_in(client, staff)
    home = make_agency(name="ホームみなも")
    assert words_of(staff, rf)["/directory/"] == "公開のページでさがす"
    page = client.get(reverse("directory_desk:agency", args=[home.public_id])).content.decode()
    assert f'href="/directory/{home.public_id}/"' in page
    assert lists_of_the_search(staff, rf)["関係機関"] == f"{reverse('directory_desk:agencies')}?q=みなも"


def test_whoever_keeps_no_agencies_is_not_led_to_them_by_the_search(db, rf):
    assert "関係機関" not in lists_of_the_search(make_user(roles=["editor"]), rf)


def lists_of_the_search(user, rf):
    """Return the lists that stand beside what the admin's search finds, with their addresses."""
    request = rf.get("/cms/pages/search/?q=みなも")
    request.user = user
    shown = admin_search_areas.search_items_for_request(request)
    return {str(area.label): unquote(link_in(area.render_html(request, "みなも"))) for area in shown}


def link_in(html):
    return re.search(r'href="([^"]*)"', html)[1]
