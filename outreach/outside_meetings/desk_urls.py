"""The desk's addresses of outside meetings and of kits for first-time hosts, below /cms/outside-meetings/."""

from django.urls import path

from .views import host_desk, kits, meetings

app_name = "outside_desk"

urlpatterns = [
    path("", meetings.register, name="meetings"),
    path("new/", meetings.create, name="create"),
    path("coverage/<int:year>/", meetings.coverage, name="coverage"),
    path("coverage/<int:year>/sheet.pdf", meetings.coverage_paper, name="coverage_paper"),
    path("coverage/<int:year>/<slug:table>.xlsx", meetings.workbook, name="workbook"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/edit/", meetings.edit, name="edit"),
    path("<int:pk>/plan/", meetings.plan, name="plan"),
    path("visits/<int:pk>/", meetings.visit, name="visit"),
    path("visits/<int:pk>/edit/", meetings.change, name="change"),
    path("visits/<int:pk>/attended/", meetings.attended, name="attended"),
    path("visits/<int:pk>/off/", meetings.call_off, name="call_off"),
    path("visits/<int:pk>/followed-up/", meetings.followed_up, name="followed_up"),
    path("visits/<int:pk>/contacts/", meetings.contact, name="contact"),
    path("visits/<int:pk>/contacts/<int:contact>/remove/", meetings.forget, name="forget"),
    path("hosts/", host_desk.hosts, name="hosts"),
    path("hosts/send/", host_desk.send, name="send"),
    path("hosts/<int:pk>/", host_desk.host, name="host"),
    path("hosts/<int:pk>/take-back/", host_desk.undo, name="take_back"),
    path("hosts/<int:pk>/buddy/", host_desk.buddy, name="buddy"),
    path("hosts/<int:pk>/<slug:step>/on/", host_desk.step, name="step"),
    path("hosts/questions/<int:pk>/", host_desk.answer_question, name="question"),
    path("kits/", kits.kits, name="kits"),
    path("kits/new/", kits.create, name="create_kit"),
    path("kits/<int:pk>/", kits.kit, name="kit"),
    path("kits/<int:pk>/edit/", kits.edit, name="edit_kit"),
    path("kits/<int:pk>/items/", kits.item, name="item"),
    path("kits/<int:pk>/items/<int:item>/remove/", kits.take_out, name="take_out"),
    path("kits/<int:pk>/stories/", kits.story, name="story"),
    path("kits/<int:pk>/stories/<int:story>/remove/", kits.take_story_out, name="take_story_out"),
    path("kits/<int:pk>/kit.pdf", kits.kit_paper, name="kit_paper"),
    path("kits/<int:pk>/stories.pdf", kits.story_cards, name="story_cards"),
]
