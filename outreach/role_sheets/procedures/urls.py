from django.urls import path

from .views import first_steps, gap_forms, gaps, procedures, start_up

app_name = "procedures"

urlpatterns = [
    path("guides/procedures/", procedures.steps, name="steps"),
    path("guides/procedures/steps.pdf", procedures.steps_paper, name="steps_paper"),
    path("guides/procedures/days/", procedures.days, name="days"),
    path("guides/start-up/", start_up.guide, name="start_up"),
    path("guides/start-up/guide.pdf", start_up.guide_paper, name="start_up_paper"),
    path("guides/start-up/own/", start_up.own, name="own"),
    path("guides/start-up/own/<int:year>/", start_up.own_year, name="own_year"),
    path("guides/start-up/own/<int:year>/copy.pdf", start_up.own_paper, name="own_paper"),
    path("guides/first-steps/", first_steps.read, name="first_steps"),
    path("guides/gaps/", gaps.places, name="gaps"),
    path("guides/gaps/<slug:code>/", gaps.place, name="gaps_of"),
    path("guides/gaps/<slug:code>/sheet.pdf", gaps.sheet, name="gap_sheet"),
    path("guides/gaps/<slug:code>/new/", gap_forms.new_gap, name="new_gap"),
    path("guides/gaps/<slug:code>/<int:pk>/", gap_forms.change_gap, name="gap"),
    path("guides/gaps/<slug:code>/<int:pk>/<slug:move>/on/", gap_forms.move, name="move_gap"),
    path("guides/gaps/<slug:code>/<int:pk>/confirm/", gaps.confirm_gap, name="confirm_gap"),
    path("guides/gaps/<slug:code>/plans/new/", gap_forms.new_plan, name="new_plan"),
    path("guides/gaps/<slug:code>/plans/<int:pk>/", gap_forms.change_plan, name="plan"),
    path("guides/gaps/<slug:code>/plans/<int:pk>/confirm/", gaps.confirm_plan, name="confirm_plan"),
]
