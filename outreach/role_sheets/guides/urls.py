from django.urls import path

from .models.guides import ENTRY, EXIT
from .views import papers, public

app_name = "guides"

urlpatterns = [
    path("guides/", public.shelves, name="shelves"),
    path("guides/questions/", public.questions, name="questions"),
    path("guides/questions/print.pdf", papers.question_set, name="question_set"),
    path("guides/questions/<int:number>/", public.question, name="question"),
    path("guides/questions/<int:number>/<int:version>/", public.question, name="version"),
    path("guides/practices/", public.practices, name="practices"),
    path("guides/practices/<int:number>/", public.practice, name="practice"),
    path("guides/practices/<int:number>/sheet.pdf", papers.practice_sheet, name="practice_sheet"),
    path("guides/entry/", public.guide, {"slug": ENTRY}, name="entry"),
    path("guides/exit/", public.guide, {"slug": EXIT}, name="exit"),
    # Other rooms have addresses right below /guides/: guides that are added later never take theirs.
    path("guides/more/<slug:slug>/", public.guide, name="guide"),
    path("guides/papers/<slug:slug>.pdf", papers.guide_sheet, name="guide_sheet"),
]
