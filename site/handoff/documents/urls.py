"""Addresses of documents, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .enums import Copy
from .views import following, shelf


class DocumentCopyConverter(StringConverter):
    regex = "|".join(Copy.values)


register_converter(DocumentCopyConverter, "document_copy")

urlpatterns = [
    path("cases/<uuid:pk>/documents/", shelf.of_case, name="case_documents"),
    path("<uuid:pk>/documents/", shelf.of_handoff, name="documents"),
    path("documents/<uuid:pk>/", shelf.document, name="document"),
    path("documents/<uuid:pk>/share/", shelf.share, name="share_document"),
    path("documents/<uuid:pk>/limit/", shelf.limit, name="limit_document"),
    path("documents/<uuid:pk>/withhold/", shelf.withhold, name="withhold_document"),
    path("documents/<uuid:pk>/remove/", shelf.remove, name="remove_document"),
    path("documents/<uuid:pk>/log/", following.log, name="document_log"),
    path("documents/<uuid:pk>/log/csv/", following.log_file, name="document_log_file"),
    path("documents/papers/<uuid:pk>/destroyed/", following.destroyed, name="paper_destroyed"),
    path("documents/<uuid:pk>/<document_copy:copy>/", shelf.copy, name="copy_document"),
]
