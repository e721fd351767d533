"""The desk's addresses of sheets, below /cms/role-sheets/."""

from django.urls import path, re_path

from .views import desk_sheets

app_name = "role_sheets_desk"

urlpatterns = [
    path("", desk_sheets.sheets, name="sheets"),
    path("new/", desk_sheets.create, name="create"),
    path("<int:pk>/", desk_sheets.sheet, name="sheet"),
    path("<int:pk>/about/", desk_sheets.about, name="about"),
    path("<int:pk>/write/", desk_sheets.build_sheet, name="build"),
    path("<int:pk>/look/", desk_sheets.look, name="look"),
    path("<int:pk>/send/", desk_sheets.send, name="send"),
    path("<int:pk>/take-back/", desk_sheets.take_back, name="take_back"),
    path("<int:pk>/agree/", desk_sheets.agree, name="agree"),
    path("<int:pk>/publish/", desk_sheets.publish, name="publish"),
    path("<int:pk>/new-version/", desk_sheets.new_version, name="new_version"),
    path("<int:pk>/confirm/", desk_sheets.confirm, name="confirm"),
    path("<int:pk>/remove/", desk_sheets.give_up, name="give_up"),
    re_path(
        r"^(?P<pk>[0-9]+)/versions/(?P<number>[0-9]{1,6})/sheet\.(?P<form>pdf|png|xlsx|json)$",
        desk_sheets.version_paper,
        name="file",
    ),
]
