"""Addresses of hand-offs, within those of the private area. A number in an address is never to be guessed."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from handoff.disclosure.enums import Part, ReceiverCategory

from .enums import Deed, ItemState
from .views import acting, leading, reading, together, writing


class PartConverter(StringConverter):
    regex = "|".join(Part.values)


class DeedConverter(StringConverter):
    regex = "|".join(Deed.values)


class ItemStateConverter(StringConverter):
    regex = "|".join(ItemState.values)


class CategoryConverter(StringConverter):
    regex = "|".join(ReceiverCategory.values)


register_converter(CategoryConverter, "receiver_category")
register_converter(ItemStateConverter, "item_state")
register_converter(PartConverter, "part")
register_converter(DeedConverter, "deed")

urlpatterns = [
    path("", reading.inbox, name="inbox"),
    path("<uuid:pk>/", reading.detail, name="detail"),
    path("<uuid:pk>/parts/<part:part>/", reading.part, name="part"),
    path("<uuid:pk>/items/new/", together.items, name="items"),
    path("<uuid:pk>/items/<uuid:item>/<item_state:state>/", together.item, name="item"),
    path("<uuid:pk>/days/", together.days, name="days"),
    path("<uuid:pk>/write/", writing.rewrite, name="rewrite"),
    path("cases/<uuid:pk>/handoffs/new/", writing.create, name="new_handoff"),
    path("<uuid:pk>/receivers/", together.receivers, name="receivers"),
    path("<uuid:pk>/call/", leading.call, name="call"),
    path("<uuid:pk>/emergency/", leading.emergency, name="emergency"),
    path("<uuid:pk>/emergency/<uuid:emergency>/", leading.emergency_review, name="emergency_review"),
    path("profiles/", leading.profile_list, name="profiles"),
    path("profiles/<receiver_category:category>/", leading.profile, name="profile"),
    path("<uuid:pk>/met/", together.met, name="met"),
    path("<uuid:pk>/<deed:deed>/", acting.act, name="act"),
]
