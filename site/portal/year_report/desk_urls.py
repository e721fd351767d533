from django.urls import path

from .views import desk, desk_chapters

app_name = "year_report_desk"

REPORT = "reports/<int:pk>/"
CHAPTER = f"{REPORT}chapters/<int:chapter_pk>/"

urlpatterns = [
    path("reports/", desk.report_list, name="list"),
    path("reports/begin/", desk.begin, name="begin"),
    path(REPORT, desk.report, name="report"),
    path(f"{REPORT}words/", desk.words, name="words"),
    path(f"{REPORT}proof.pdf", desk.proof, name="proof"),
    *(path(f"{REPORT}{deed}/", desk.move, {"deed": deed}, name=deed) for deed in desk.DEEDS),
    *(path(f"{REPORT}{deed}/", desk.lead, {"deed": deed}, name=deed) for deed in desk.LEADING_DEEDS),
    path(f"{REPORT}reopen/", desk.reopen, name="reopen"),
    path(f"{REPORT}withdraw/", desk.withdraw, name="withdraw"),
    path(f"{REPORT}chapters/new/", desk_chapters.create, name="add_chapter"),
    path(CHAPTER, desk_chapters.edit, name="chapter"),
    path(f"{CHAPTER}remove/", desk_chapters.remove, name="remove_chapter"),
    *(
        path(f"{CHAPTER}{deed}/", desk_chapters.act, {"deed": deed}, name=deed)
        for deed in desk_chapters.DEEDS
    ),
]
