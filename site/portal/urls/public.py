from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.access import for_roles
from accounts.enums import CENTRE_ROLES
from accounts.urls import library_urlpatterns as accounts_library
from foundation import health
from foundation.ui.styleguide import styleguide
from portal.views import picture

handler400 = "portal.errors.bad_request"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

# Only sizes made for pages; originals and files stay behind the views that ask who is reading.
pictures = path("media/images/<path:path>", picture, name="pictures")

# Without a secret anybody could say that a mail came back.
bounce_notices = [path("anymail/", include("anymail.urls"))] if settings.ANYMAIL.get("WEBHOOK_SECRET") else []

sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include(accounts_library)),
    # Wagtail brings sign-ins of its own, without our limits: they lead to the one that has them.
    *(path(f"{place}/login/", sign_in) for place in ("cms", "_util")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include("portal.downloads.urls")),
    path("documents/", include(wagtaildocs_urls)),
    pictures,
    *bounce_notices,
    path("styleguide/", for_roles(CENTRE_ROLES)(styleguide), name="styleguide"),
    path("demo/", include("portal.demo.urls")),
    path("", include("portal.figures.urls")),
    path("", include("portal.reach.urls")),
    path("", include("portal.year_report.urls")),
    path("", include("portal.limits_desk.urls")),
    path("", include("portal.contact_desk.urls")),
    path("", include("portal.digest.urls")),
    path("", include("portal.door_feed.urls")),
    path("", include("portal.urls.site")),
    path("", include("content.tags.urls")),
    path("", include("content.terms.urls")),
    path("", include("training_media.intake.urls")),
    # Before the pages of courses, which take every word below /videos/ for one.
    path("", include("training_media.completion.urls")),
    path("", include("training_media.watching.urls")),
    path("", include("training_media.leads.urls")),
    path("", include("training_media.surveys.urls")),
    path("", include("training_media.courses.urls")),
    path("", include("events.lectures.urls")),
    path("", include("events.urls")),
    path("", include("events.questionnaires.urls")),
    path("", include("events.questions.urls")),
    path("", include("events.certificates.urls")),
    path("", include("events.materials.urls")),
    path("", include("events.notices.urls")),
    path("", include("events.feeds.urls")),
    path("", include("events.cohosts.urls")),
    path("", include("events.training_history.urls")),
    path("", include("training_media.campaigns.urls")),
    path("", include("training_media.paths.urls")),
    path("", include("training_media.reach.urls")),
    path("", include("outreach.role_sheets.additions.urls")),
    path("", include("outreach.activities.planning.urls")),
    path("", include("outreach.outside_meetings.urls")),
    path("", include("outreach.role_sheets.form_library.urls")),
    path("", include("outreach.study_groups.associations.urls")),
    path("", include("outreach.study_groups.board.urls")),
    path("", include("outreach.study_groups.meetings.urls")),
    path("", include("outreach.study_groups.case_sheets.urls")),
    path("", include("outreach.study_groups.committees.urls")),
    path("", include("outreach.study_groups.urls")),
    path("", include("outreach.role_sheets.urls")),
    path("", include("outreach.role_sheets.guides.urls")),
    path("", include("outreach.role_sheets.procedures.urls")),
    path("", include("directory.coverage.urls")),
    path("", include("directory.urls")),
    path("", include("directory.declared.urls")),
    path("", include("directory.joining.urls")),
    path("", include("directory.finding.urls")),
    path("", include(wagtail_urls)),
]
