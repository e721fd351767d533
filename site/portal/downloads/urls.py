"""Uploaded files, at the address that Wagtail gives them."""

from django.urls import re_path

from .counting import document

urlpatterns = [re_path(r"^(\d+)/(.*)$", document, name="wagtaildocs_serve")]
