from django.urls import path

from .views import handover, members, plans, public, running, shelf

app_name = "study_groups"

urlpatterns = [
    path("groups/", public.communities, name="list"),
    path("groups/join/<uuid:key>/", public.join_link, name="join_link"),
    path("groups/<slug:slug>/", public.community, name="community"),
    path("groups/<slug:slug>/join/", public.join, name="join"),
    path("groups/<slug:slug>/members/", members.roster, name="roster"),
    path("groups/<slug:slug>/about/", running.about, name="about"),
    path("groups/<slug:slug>/promises/", running.promises, name="promises"),
    path("groups/<slug:slug>/members/paper/", running.admit, name="admit"),
    path("groups/<slug:slug>/members/link/", running.link, name="renew_link"),
    path("groups/<slug:slug>/members/<int:member>/", members.people, name="people"),
    path("groups/<slug:slug>/members/<int:member>/<int:pk>/end/", members.end_person, name="end_person"),
    path("groups/<slug:slug>/members/<int:member>/leave/", members.leave_community, name="leave"),
    path("groups/<slug:slug>/members/<int:member>/end/", members.write_leaving, name="write_leaving"),
    path("groups/<slug:slug>/requests/<int:pk>/", members.answer, name="answer"),
    path("groups/<slug:slug>/plan/<int:year>/", plans.plan, name="plan"),
    path("groups/<slug:slug>/plan/<int:year>/plan.pdf", plans.plan_paper, name="plan_paper"),
    path("groups/<slug:slug>/plan/<int:year>/summary.pdf", plans.summary_paper, name="summary_paper"),
    path("groups/<slug:slug>/plan/<int:year>/aim/", plans.aim, name="aim"),
    path("groups/<slug:slug>/plan/<int:year>/add/", plans.add, name="add_row"),
    path("groups/<slug:slug>/plan/<int:year>/approve/", plans.approve, name="approve"),
    path("groups/<slug:slug>/plan/<int:year>/close/", plans.close, name="close"),
    path("groups/<slug:slug>/rows/<int:pk>/", plans.change, name="change_row"),
    path("groups/<slug:slug>/rows/<int:pk>/remove/", plans.remove, name="remove_row"),
    path("groups/<slug:slug>/rows/<int:pk>/off/", plans.call_off_row, name="call_off"),
    path("groups/<slug:slug>/rows/<int:pk>/off/undo/", plans.take_back, name="take_back"),
    path("groups/<slug:slug>/rows/<int:pk>/announce/", plans.announce_row, name="announce"),
    path("groups/<slug:slug>/rows/<int:pk>/cancel/", plans.cancel_row, name="cancel_session"),
    path("groups/<slug:slug>/rows/<int:pk>/guests/", shelf.guests, name="guests"),
    path("groups/<slug:slug>/rows/<int:pk>/guests/<int:guest>/off/", shelf.withdraw, name="withdraw_guest"),
    path("groups/<slug:slug>/shelf/", shelf.shelf, name="shelf"),
    path("groups/<slug:slug>/shelf/<int:pk>/off/", shelf.take_off, name="take_off"),
    path("groups/<slug:slug>/shelf/<int:pk>/<str:name>", shelf.file, name="shelf_file"),
    path("groups/<slug:slug>/handover/", handover.handover, name="handover"),
    path("groups/<slug:slug>/handover/begin/", handover.begin, name="begin_handover"),
    path("groups/<slug:slug>/handover/pack/", handover.pack, name="pack"),
]
