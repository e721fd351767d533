"""The manager says who may read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from foundation.decision import NotAllowed
from portal.contact_desk import access, queries
from portal.contact_desk.access import naming_door
from portal.contact_desk.desk_forms import NameReaderForm
from portal.contact_desk.services.readers import end_reader, name_reader

from .desk import to_queue


@naming_door.form_page
def readers(request: HttpRequest) -> HttpResponse:
    """Show who may read now, and name one more."""
    now = timezone.now()
    reading = list(queries.current_readers(now))
    others = [user for user in access.candidates() if user.pk not in {each.user_id for each in reading}]
    form = NameReaderForm(request.POST or None, readers=others)
    if request.method == "POST" and form.is_valid():
        try:
            name_reader(user=form.chosen, actor=actor(request), now=now)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{form.chosen}さんを、読む人にしました。")
        return _back()
    return desk.show(
        request,
        "contact_desk/desk/readers.html",
        "問い合わせを読む人",
        trail=[to_queue()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        reading=reading,
        others=others,
    )


@naming_door.deed
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody read no longer. Raises Http404."""
    reader = end_reader(reader_id=pk, actor=actor(request), now=timezone.now())
    messages.success(request, f"{reader.user}さんは、これから先、内容を読めません。")
    return _back()


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("contact_desk_admin:readers"), status=SEE_OTHER)
