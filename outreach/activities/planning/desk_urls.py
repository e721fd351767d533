"""The desk's addresses of requirements and of the year's plan, below /cms/activities/."""

from django.urls import path

from .views import board, plan

app_name = "activity_plans"

urlpatterns = [
    path("board/<int:year>/", board.board, name="board"),
    path("board/<int:year>/<slug:kind>/", board.requirement, name="requirement"),
    path("board/<int:year>/<slug:kind>/file/", board.source_file, name="source_file"),
    path("plan/<int:year>/", plan.plan, name="plan"),
    path("plan/<int:year>/plan.pdf", plan.paper, name="plan_paper"),
    path("plan/<int:year>/plan.xlsx", plan.workbook, name="plan_workbook"),
    path("plan/<int:year>/add/", plan.add, name="add"),
    path("plan/<int:year>/approve/", plan.approve_plan, name="approve"),
    path("plan/<int:year>/close/", plan.close_plan, name="close"),
    path("plan/lines/<int:pk>/", plan.change, name="change"),
    path("plan/lines/<int:pk>/move/", plan.move, name="move"),
    path("plan/lines/<int:pk>/remove/", plan.remove, name="remove"),
    path("plan/lines/<int:pk>/off/", plan.call_off, name="call_off"),
    path("plan/lines/<int:pk>/on/", plan.take_back, name="take_back"),
    path("plan/lines/<int:pk>/link/", plan.link, name="link"),
    path("plan/lines/<int:pk>/unlink/", plan.unlink, name="unlink"),
    path("plan/lines/<int:pk>/carry/", plan.carry, name="carry"),
]
