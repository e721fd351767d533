"""Addresses of the private door. Each view declares its policy, or `manage.py check` fails.

Errors are shown by Django's own handlers with `handoff/templates/{403,404,500}.html`.
"""

from django.urls import include, path
from django.views.generic import RedirectView

from accounts.urls import library_urlpatterns as accounts_library
from foundation import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", RedirectView.as_view(pattern_name="handoff:inbox"), name="home"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include(accounts_library)),
    path("handoff/", include("handoff.urls")),
]
