"""The paper desk's addresses below /cms/."""

from django.urls import path

from .views import incoming, outgoing

app_name = "paper_desk"

urlpatterns = [
    path("in/", incoming.inbox, name="inbox"),
    path("in/add/", incoming.add, name="add"),
    path("in/<int:pk>/", incoming.scan, name="scan"),
    path("in/<int:pk>/<int:number>.png", incoming.page, name="page"),
    path("in/<int:pk>/entry/", incoming.entry, name="entry"),
    path("in/<int:pk>/link/", incoming.link, name="link"),
    path("in/<int:pk>/not-ours/", incoming.not_ours, name="not_ours"),
    path("in/<int:pk>/reopen/", incoming.reopen, name="reopen"),
    path("in/<int:pk>/erase/", incoming.erase, name="erase"),
    path("out/", outgoing.outbox, name="outbox"),
    path("out/calls.pdf", outgoing.calls, name="calls"),
    path("out/<int:pk>/", outgoing.bundle, name="bundle"),
    path("out/<int:pk>/undo/", outgoing.undo, name="undo"),
]
