from django.urls import include, path, re_path

from .views import library, own

FORM = r"(?P<form>pdf|png|xlsx)"

public = [
    path("role-sheets/", library.sheets, name="library"),
    path("role-sheets/compare/", library.compare, name="compare"),
    path("role-sheets/compare/table.csv", library.comparison, name="comparison"),
    path("role-sheets/<slug:slug>/", library.sheet, name="sheet"),
    path("role-sheets/<slug:slug>/copy/", own.copy, name="copy"),
    path("role-sheets/<slug:slug>/matrix.json", library.sheet_file, {"form": "json"}, name="matrix"),
    path("role-sheets/<slug:slug>/versions/<int:number>/", library.former, name="version"),
    re_path(rf"^role-sheets/(?P<slug>[-\w]+)/sheet\.{FORM}$", library.sheet_file, name="file"),
]
kept = [
    path("my/role-sheets/", own.sheets, name="sheets"),
    path("my/role-sheets/<int:pk>/", own.sheet, name="sheet"),
    path("my/role-sheets/<int:pk>/write/", own.build_sheet, name="build"),
    path("my/role-sheets/<int:pk>/look/", own.look, name="look"),
    path("my/role-sheets/<int:pk>/agree/", own.agree, name="agree"),
    path("my/role-sheets/<int:pk>/answer/", own.answer, name="answer"),
    path("my/role-sheets/<int:pk>/remove/", own.give_up, name="give_up"),
    re_path(rf"^my/role-sheets/(?P<pk>[0-9]+)/sheet\.{FORM}$", own.own_paper, name="file"),
]

urlpatterns = [
    path("", include((public, "role_sheets"))),
    path("", include((kept, "own_role_sheets"))),
]
