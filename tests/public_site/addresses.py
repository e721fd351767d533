"""Every page of the public door that a stranger meets, from the resolver and the page tree."""

import re

from django.urls import get_resolver

SIGN_IN = "leads a stranger to the sign-in"
FILE = "is a file, not a page"
PRESS = "takes a press of a button alone"
PARAMETER = re.compile(r"[<(^]")
# What begins so is no public page.
NOT_PUBLIC = {
    "cms/": "the desk: its screens are tested by the journeys of those who work there",
    "anymail/": "hears the mail provider",
    "demo/": "exists in the demo world alone; test_demo_pages tests it",
}
# What has no page, although it has an address.
NO_PAGE = {
    "healthz": "speaks to machines",
    "readyz": "speaks to machines",
    "robots.txt": FILE,
    "sitemap.xml": FILE,
    "news/feed.xml": FILE,
    "events/feed.xml": FILE,
    "events/calendar.ics": FILE,
    "papers/flow.pdf": FILE,
    "papers/duties.pdf": FILE,
    "papers/leaflet.pdf": FILE,
    "papers/principles.pdf": FILE,
    "papers/centres.csv": FILE,
    "papers/reports/<int:year>.pdf": FILE,
    "papers/reports/<int:year>-<int:version>.pdf": FILE,
    "documents/^(\\d+)/(.*)$": FILE,
    "media/images/<path:path>": FILE,
    "figures/<slug:slug>/table.xlsx": FILE,
    "figures/<slug:slug>/table.csv": FILE,
    "directory/windows.csv": FILE,
    "events/attachments/<int:pk>/<str:name>": FILE,
    "events/<slug:slug>/event.ics": FILE,
    "events/<slug:slug>/sheet.pdf": FILE,
    "events/<slug:slug>/flyer.pdf": FILE,
    "videos/attachments/<int:pk>/<str:name>": FILE,
    "videos/<slug:slug>/facts.pdf": FILE,
    "videos/<slug:slug>/cards.pdf": FILE,
    "videos/<slug:slug>/captions/<int:part>/<slug:language>.vtt": FILE,
    "directory/areas.pdf": FILE,
    "directory/list.pdf": FILE,
    "directory/labels.pdf": "is for partners and staff",
    "directory/export.csv": FILE,
    "directory/export.xlsx": FILE,
    "applications/<str:token>/receipt.pdf": FILE,
    "applications/<str:token>/decision.pdf": FILE,
    "applications/<str:token>/offer/accept/": PRESS,
    "applications/<str:token>/questions/<int:pk>/file/": PRESS,
    "applications/<str:token>/event.ics": FILE,
    "participants/<str:token>/certificate.pdf": FILE,
    "videos/files/<str:token>/<slug:rendition>": FILE,
    "participants/<str:token>/materials/<int:pk>/<str:name>": FILE,
    "lectures/menu.pdf": FILE,
    "lectures/sheet.pdf": FILE,
    "lectures/requests/<str:token>/calendar.ics": FILE,
    "lectures/requests/<str:token>/accept/": PRESS,
    "videos/beacons/": PRESS,
    "watch/leave/": PRESS,
    "watch/pin/": "leads to the entrance whoever has shown no card",
    "watch/who/": "leads to the entrance whoever has shown no PIN",
    "watch/record/": "leads to the entrance whoever watches nothing",
    "watch/record/file/": PRESS,
    "videos/<slug:slug>/watch/<int:number>/begin/": PRESS,
    "videos/<slug:slug>/watch/<int:number>/said/": PRESS,
    "videos/<slug:slug>/watch/questionnaire/": "answers 404 to whoever does not watch",
    "videos/<slug:slug>/watch/count/": "leads to the course whoever does not watch together",
    "videos/<slug:slug>/not-now/": "is not there for whoever watches nothing",
    "videos/<slug:slug>/watch/together/": "leads to the course whoever may not watch",
    "videos/<slug:slug>/watch/done/": "leads to the course whoever watches without a record",
    "videos/<slug:slug>/watch/done/certificate/": PRESS,
    "videos/<slug:slug>/watch/done/<int:viewer>.pdf": FILE,
    "videos/<slug:slug>/watch/<int:number>/question/": "leads to the course whoever has no record",
    "viewing/furigana/": PRESS,
    "accounts/invitations/accept/": PRESS,
    "accounts/logout/": "leads a stranger home",
    "^handoff/?$": "leads to the private door",
    "^handoff/": "answers 404; the states of error are tested",
    "cms/login/": SIGN_IN,
    "_util/login/": SIGN_IN,
    "styleguide/": SIGN_IN,
    "staff/": SIGN_IN,
    "my/": SIGN_IN,
    "my/agencies/": SIGN_IN,
    "my/agency/": SIGN_IN,
    "directory/export/": SIGN_IN,
    "my/windows/": SIGN_IN,
    "my/key-people/": SIGN_IN,
    "my/reach/": SIGN_IN,
    "my/reach/reach.pdf": SIGN_IN,
    "my/reach/reach.xlsx": SIGN_IN,
    "my/reach/<int:area>/<slug:seen>/": SIGN_IN,
    "my/history/": SIGN_IN,
    "my/applications/": SIGN_IN,
    "my/applications/<int:pk>/release/": SIGN_IN,
    "my/materials/": SIGN_IN,
    "my/calendars/": SIGN_IN,
    "my/videos/": SIGN_IN,
    "my/videos/certificates/": SIGN_IN,
    "my/videos/certificates/<slug:slug>/": SIGN_IN,
    "my/videos/records/": SIGN_IN,
    "my/videos/records/<slug:slug>/": SIGN_IN,
    "my/paths/": SIGN_IN,
    "paths/": SIGN_IN,
    "paths/<int:pk>/": SIGN_IN,
    "paths/<int:pk>/begin/": SIGN_IN,
    "paths/<int:pk>/say/": SIGN_IN,
    "my/hosting/": SIGN_IN,
    "my/hosting/<slug:slug>/": SIGN_IN,
    "calendars/<str:token>.ics": FILE,
    "my/materials/<int:pk>/<str:name>": SIGN_IN,
    "my/certificates/<int:pk>.pdf": SIGN_IN,
    "my/agency/entry/": SIGN_IN,
    "my/agency/entry/withdraw/": SIGN_IN,
    "my/agency/vacancy/": SIGN_IN,
    "my/agency/visibility/": SIGN_IN,
    "my/agency/people/": SIGN_IN,
    "my/agency/people/list.pdf": SIGN_IN,
    "my/agency/people/new/": SIGN_IN,
    "my/agency/people/<int:pk>/end/": SIGN_IN,
    "accounts/": SIGN_IN,
    "accounts/reauthenticate/": SIGN_IN,
    "accounts/password/change/": SIGN_IN,
    "accounts/sessions/": SIGN_IN,
    "accounts/2fa/": SIGN_IN,
    "accounts/2fa/authenticate/": SIGN_IN,
    "accounts/2fa/reauthenticate/": SIGN_IN,
    "accounts/2fa/totp/activate/": SIGN_IN,
    "accounts/2fa/totp/deactivate/": SIGN_IN,
    "accounts/2fa/recovery-codes/": SIGN_IN,
    "accounts/2fa/recovery-codes/generate/": SIGN_IN,
    "accounts/2fa/passkeys/": SIGN_IN,
    "accounts/2fa/passkeys/add/": SIGN_IN,
    "accounts/2fa/passkeys/login/": SIGN_IN,
    "accounts/2fa/passkeys/reauthenticate/": SIGN_IN,
    "accounts/2fa/passkeys/<int:pk>/edit/": SIGN_IN,
    "accounts/2fa/passkeys/<int:pk>/remove/": SIGN_IN,
}
# What a page is asked besides its own address.
ASKED = {
    "search/": ["", "?q=相談", "?q=ないことば", "?q=相談&kind=ページ"],
    "events/": ["", "?view=month"],
    "videos/": ["", "?q=登録", "?q=ないことば"],
    "certificates/check/": ["", "?number=0000-0000-0000-0000-0000"],
    "directory/": ["", "?q=金沢市", "?q=ないことば", "?s=group_home&m=172014&size=all"],
    "glossary/": ["", "?q=加算", "?q=ないことば"],
    "news/": ["", "?category=report"],
    "library/": ["", "?kind=pamphlet"],
}


def patterns(resolver=None, before=""):
    """Return every pattern of the resolver, each as one string; what is not public is left closed."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        if pattern in NOT_PUBLIC:
            continue
        found += patterns(each, pattern) if hasattr(each, "url_patterns") else [pattern]
    return list(dict.fromkeys(found))


def public_pages(filled):
    """Return the address of every page, also with what it is asked; patterns not filled are left out."""
    pages = []
    for pattern in patterns():
        if pattern not in NO_PAGE:
            addresses = filled.get(pattern, [] if PARAMETER.search(pattern) else [f"/{pattern}"])
            pages += [address + query for address in addresses for query in ASKED.get(address[1:], [""])]
    return list(dict.fromkeys(pages))


def forgotten(filled):
    """Return the patterns that are neither visited nor excused."""
    return [
        pattern
        for pattern in patterns()
        if pattern not in NO_PAGE and pattern not in filled and PARAMETER.search(pattern)
    ]
