"""The desk's addresses of the library of forms, below /cms/form-library/."""

from django.urls import path

from .views import filling, library, versions

app_name = "form_desk"

urlpatterns = [
    path("", library.forms, name="forms"),
    path("new/", library.create, name="create"),
    path("marks/", filling.marks, name="marks"),
    path("<int:pk>/", library.form, name="form"),
    path("<int:pk>/edit/", library.edit, name="edit"),
    path("<int:pk>/versions/new/", versions.add, name="add_version"),
    path("versions/<int:pk>/", versions.version, name="version"),
    path("versions/<int:pk>/edit/", versions.edit, name="edit_version"),
    path("versions/<int:pk>/publish/", versions.publish, name="publish"),
    path("versions/<int:pk>/withdraw/", versions.withdraw, name="withdraw"),
    path("versions/<int:pk>/checked/", versions.checked, name="checked"),
    path("versions/<int:pk>/remove/", versions.remove, name="remove"),
    path("versions/<int:pk>/<slug:which>/file/", versions.file, name="file"),
    path("versions/<int:pk>/fill/", filling.fill, name="fill"),
    path("filled/<int:pk>/", filling.filled, name="filled"),
    path("filled/<int:pk>/file/", filling.filled_file, name="filled_file"),
]
