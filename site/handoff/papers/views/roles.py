"""The role table out of a file of the public door: chosen, read and changed, then taken."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.answers import address, done, posted, shown
from handoff.enums import EVERYBODY_ENROLLED
from handoff.exceptions import Refused
from handoff.machine.services.running import write_items
from handoff.papers.access import handoff_to_fill
from handoff.papers.forms import RoleFileForm, RolesForm
from handoff.papers.role_file import read_role_file

TITLE = "役割分担表から入れる"


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Take a file and show what it proposes; nothing is written yet."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        handoff, known = handoff_to_fill(actor, pk, today=timezone.localdate(now))
    form = RoleFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = read_role_file(form.contents())
        except Refused as error:
            form.add_error("file", str(error))
        else:
            roles = RolesForm.of_file(found, seen=known)
            return shown(request, "papers/roles.html", roles, TITLE, handoff=handoff, table_title=found.title)
    more = {"handoff": handoff, "button": "読んで、確かめる", "is_upload": True}
    return shown(request, "papers/form.html", form, TITLE, **more)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_POST
def take(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write what was taken into the role table of a hand-off."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        handoff, _ = handoff_to_fill(actor, pk, today=timezone.localdate(now))
    form = RolesForm.of_answer(request.POST)

    def write() -> str:
        seen = form.cleaned_data["seen"]
        write_items(handoff_id=pk, items=form.items(), seen=seen, actor=actor, now=now)
        return address("detail", pk)

    answer = done(request, form, write, said="役割の表に入れました。")
    return answer or shown(request, "papers/roles.html", form, TITLE, handoff=handoff)
