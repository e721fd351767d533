from django.urls import path

from .views import appointments, links, money, opinions, recommendations, seats, secrecy

app_name = "group_committees"

urlpatterns = [
    path("groups/<slug:slug>/committee/", seats.committee, name="committee"),
    path("groups/<slug:slug>/committee/members.pdf", seats.members_paper, name="members_paper"),
    path("groups/<slug:slug>/committee/members.xlsx", seats.members_sheet, name="members_sheet"),
    path("groups/<slug:slug>/committee/conditions/", money.conditions, name="conditions"),
    path("groups/<slug:slug>/seats/add/", seats.add, name="add_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/", seats.seat, name="seat"),
    path("groups/<slug:slug>/seats/<int:pk>/change/", seats.change, name="change_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/abolish/", seats.abolish, name="abolish_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/appoint/", appointments.give, name="appoint"),
    path("groups/<slug:slug>/seats/<int:pk>/recommend/", recommendations.request_, name="recommend"),
    path("groups/<slug:slug>/appointments/<int:pk>/", appointments.appointment, name="appointment"),
    path("groups/<slug:slug>/appointments/<int:pk>/renew/", appointments.renew_term, name="renew"),
    path("groups/<slug:slug>/appointments/<int:pk>/cancel/", appointments.cancel, name="cancel"),
    path("groups/<slug:slug>/appointments/<int:pk>/unsign/", appointments.unsign, name="unsign"),
    path("groups/<slug:slug>/appointments/<int:pk>/end/", appointments.end, name="end"),
    path("groups/<slug:slug>/appointments/<int:pk>/signed/", appointments.signed, name="signed"),
    path("groups/<slug:slug>/appointments/<int:pk>/letter.pdf", appointments.letter, name="letter"),
    path("groups/<slug:slug>/recommendations/", recommendations.recommendations, name="recommendations"),
    path("groups/<slug:slug>/recommendations/<int:pk>/", recommendations.answer, name="answer"),
    path(
        "groups/<slug:slug>/recommendations/<int:pk>/letter.pdf",
        recommendations.letter,
        name="recommendation_letter",
    ),
    path("groups/<slug:slug>/secrecy/", secrecy.secrecy, name="secrecy"),
    path("groups/<slug:slug>/secrecy/ask/", secrecy.ask_again, name="ask_again"),
    path("groups/<slug:slug>/money/<int:year>/", money.money, name="money"),
    path("groups/<slug:slug>/money/<int:year>/add/", money.add, name="add_money"),
    path("groups/<slug:slug>/money/<int:year>/money.pdf", money.paper, name="money_paper"),
    path("groups/<slug:slug>/money/<int:year>/money.xlsx", money.sheet, name="money_sheet"),
    path("groups/<slug:slug>/money/<int:year>/<int:pk>/", money.paid, name="paid"),
    path("groups/<slug:slug>/money/<int:year>/<int:pk>/remove/", money.remove, name="remove_money"),
    path("groups/<slug:slug>/links/<int:year>/", links.links, name="links"),
    path("groups/<slug:slug>/links/<int:year>/introduced/", links.introduced, name="introduced"),
    path("groups/<slug:slug>/links/<int:year>/ask/", links.ask, name="ask"),
    path("groups/<slug:slug>/links/<int:year>/<int:pk>/move/", links.move, name="move_advice"),
    path("groups/<slug:slug>/opinions/", opinions.latest, name="opinions"),
    path("groups/<slug:slug>/opinions/write/", opinions.write, name="write_opinion"),
    path("groups/<slug:slug>/opinions/<int:year>/", opinions.opinions, name="opinions_of"),
    path("groups/<slug:slug>/opinions/<int:year>/opinions.pdf", opinions.paper, name="opinions_paper"),
    path("groups/<slug:slug>/opinions/<int:year>/<int:pk>/", opinions.reply, name="reply"),
]
