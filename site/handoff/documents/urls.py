"""Addresses of documents, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .enums import Copy


class DocumentCopyConverter(StringConverter):
    regex = "|".join(Copy.values)


register_converter(DocumentCopyConverter, "document_copy")

urlpatterns = [
    path("cases/<uuid:pk>/documents/", views.of_case, name="case_documents"),
    path("<uuid:pk>/documents/", views.of_handoff, name="documents"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("documents/<uuid:pk>/share/", views.share, name="share_document"),
    path("documents/<uuid:pk>/withhold/", views.withhold, name="withhold_document"),
    path("documents/<uuid:pk>/remove/", views.remove, name="remove_document"),
    path("documents/<uuid:pk>/<document_copy:copy>/", views.copy, name="copy_document"),
]
