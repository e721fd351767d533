"""Addresses of the committee's room, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .enums import ItemState, SittingDeed
from .views import asking, desk, reading, writing


class SittingDeedConverter(StringConverter):
    regex = "|".join(SittingDeed.values)


class CaseItemStateConverter(StringConverter):
    regex = "|".join(ItemState.values)


class CopyDeedConverter(StringConverter):
    regex = "out|back"


register_converter(SittingDeedConverter, "sitting_deed")
register_converter(CaseItemStateConverter, "case_item_state")
register_converter(CopyDeedConverter, "copy_deed")

urlpatterns = [
    path("committee/", reading.committee, name="committee"),
    path("sittings/", desk.desk, name="sittings"),
    path("sittings/new/", desk.new_sitting, name="new_sitting"),
    path("sittings/seats/", desk.seats, name="committee_seats"),
    path("sittings/seats/new/", desk.new_seat, name="new_seat"),
    path("sittings/seats/<uuid:pk>/end/", desk.seat_end, name="end_seat"),
    path("sittings/advice/", reading.unanswered, name="unanswered_advice"),
    path("sittings/advice/<uuid:pk>/response/", writing.response, name="advice_response"),
    path("sittings/advice/<uuid:pk>/effect/", writing.effect, name="advice_effect"),
    path("sittings/introductions/", asking.introductions, name="introductions"),
    path("sittings/introductions/csv/", asking.introductions_csv, name="introductions_csv"),
    path("sittings/questions/<uuid:pk>/", asking.question, name="quick_question"),
    path("sittings/questions/<uuid:pk>/close/", asking.close, name="close_question"),
    path("sittings/questions/<uuid:pk>/seen/", asking.seen, name="question_seen"),
    path("sittings/items/<uuid:pk>/", reading.item, name="case_item"),
    path("sittings/items/<uuid:pk>/paper/", reading.paper, name="case_paper"),
    path("sittings/items/<uuid:pk>/paper/write/", writing.paper, name="write_case_paper"),
    path("sittings/items/<uuid:pk>/paper/approve/", writing.approve, name="approve_case_paper"),
    path("sittings/items/<uuid:pk>/log/", reading.log, name="paper_log"),
    path("sittings/items/<uuid:pk>/no-part/", writing.no_part, name="recuse"),
    path("sittings/items/<uuid:pk>/advice/new/", writing.new_advice, name="new_advice"),
    path("sittings/items/<uuid:pk>/minutes/", writing.minutes, name="write_minutes"),
    path("sittings/items/<uuid:pk>/feedback/", reading.feedback_paper, name="feedback_paper"),
    path("sittings/items/<uuid:pk>/<case_item_state:state>/", writing.step, name="case_item_step"),
    path("sittings/<uuid:pk>/", reading.sitting, name="sitting"),
    path("sittings/<uuid:pk>/write/", desk.settle, name="settle_sitting"),
    path("sittings/<uuid:pk>/agenda/write/", desk.agenda, name="write_agenda"),
    path("sittings/<uuid:pk>/agenda/paper/", reading.agenda_paper, name="agenda_paper"),
    path("sittings/<uuid:pk>/minutes/", reading.minutes, name="sitting_minutes"),
    path("sittings/<uuid:pk>/minutes/paper/", reading.minutes_paper, name="minutes_paper"),
    path("sittings/<uuid:pk>/advice/paper/", reading.digest_paper, name="digest_paper"),
    path("sittings/<uuid:pk>/copies/", desk.copies, name="sitting_copies"),
    path("sittings/<uuid:pk>/copies/paper/", desk.copies_paper, name="copy_list_paper"),
    path("sittings/<uuid:pk>/copies/<uuid:copy>/paper/", desk.copy_paper, name="copy_paper"),
    path("sittings/<uuid:pk>/copies/<uuid:copy>/<copy_deed:deed>/", desk.copy_moved, name="move_copy"),
    path("sittings/<uuid:pk>/<sitting_deed:deed>/", desk.step, name="sitting_step"),
    path("cases/<uuid:pk>/committee/", reading.thread, name="committee_thread"),
    path("cases/<uuid:pk>/committee/new/", writing.put, name="put_case"),
    path("cases/<uuid:pk>/committee/question/", asking.create, name="new_question"),
    path("cases/<uuid:pk>/committee/introduction/", asking.new_introduction, name="new_introduction"),
]
