from django.urls import path

from .views import agenda, assemblies, counting, ruling, secretariat, sending

app_name = "group_associations"

RULES = "groups/<slug:slug>/rules/"
ONE = "groups/<slug:slug>/assemblies/<int:pk>/"
RESOLUTION = f"{ONE}resolutions/<int:resolution>/"
OFFICE = "groups/<slug:slug>/secretariat/"

urlpatterns = [
    path(RULES, ruling.rules, name="rules"),
    path(f"{RULES}new/", ruling.propose, name="propose"),
    path(f"{RULES}<int:version>/", ruling.version, name="version"),
    path(f"{RULES}<int:version>/change/", ruling.change, name="change"),
    path(f"{RULES}<int:version>/drop/", ruling.drop, name="drop"),
    path(f"{RULES}<int:version>/adopt/", ruling.adopt, name="adopt"),
    path(f"{RULES}<int:version>/rules.pdf", ruling.paper, name="rules_paper"),
    path("groups/<slug:slug>/assemblies/", assemblies.assemblies, name="assemblies"),
    path("groups/<slug:slug>/assemblies/prepare/<int:row>/", agenda.prepare, name="prepare"),
    path(ONE, assemblies.assembly, name="assembly"),
    path(f"{ONE}answers/", assemblies.answers, name="answers"),
    path(f"{ONE}deadline/", agenda.deadline, name="deadline"),
    path(f"{ONE}resolutions/add/", agenda.add, name="add_resolution"),
    path(f"{RESOLUTION}change/", agenda.change, name="change_resolution"),
    path(f"{RESOLUTION}remove/", agenda.remove, name="remove_resolution"),
    path(f"{RESOLUTION}recuse/", agenda.recusals, name="recuse"),
    path(f"{RESOLUTION}votes/", counting.votes, name="votes"),
    path(f"{RESOLUTION}done/", counting.done, name="carry_out"),
    path(f"{ONE}send/", sending.send, name="send"),
    path(f"{ONE}withdraw/", sending.take_back, name="withdraw"),
    path(f"{ONE}papers/", sending.papers, name="papers"),
    path(f"{ONE}papers/cancel/", sending.cancel, name="cancel_sent"),
    path(f"{ONE}papers/<str:number>.pdf", sending.proxy_paper, name="proxy_paper"),
    path(f"{ONE}attendance/", counting.attendance, name="attendance"),
    path(f"{ONE}close/", counting.close, name="close"),
    path(f"{ONE}record.pdf", assemblies.record, name="record"),
    path("groups/<slug:slug>/corporations/", secretariat.corporations, name="corporations"),
    path(
        "groups/<slug:slug>/corporations/members.<str:form>",
        secretariat.corporation_file,
        name="corporation_file",
    ),
    path(OFFICE, secretariat.secretariat, name="secretariat"),
    path(f"{OFFICE}name/", secretariat.name_term, name="name_secretariat"),
    path(f"{OFFICE}<int:term>/people/", secretariat.people, name="secretaries"),
    path(f"{OFFICE}<int:term>/people/<int:pk>/end/", secretariat.end_person, name="end_secretary"),
]
