from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.auth import permission_denied

from foundation.centre.queries import NOT_YET, stored_profile
from foundation.decision import NotAllowed

from .desk import actor
from .desk_forms import Done, Kept, Screen, form_screen
from .forms import CentreProfileForm
from .services import save_centre_profile

TITLE = "センターの情報"


def centre_profile(request: HttpRequest) -> HttpResponse:
    """Let a manager change what the portal says of its centre."""
    if not request.user.has_perm("centre.change_centreprofile"):
        return permission_denied(request)
    form = CentreProfileForm(request.POST or None, instance=stored_profile())

    def save() -> Done:
        save_centre_profile(values=form.cleaned_data, actor=actor(request), now=timezone.now())
        words = "センターの情報を保存しました。公開ページには、すぐに出ます。"
        return Done(words, reverse("content_centre_profile"))

    return form_screen(
        request,
        form,
        save,
        Screen("content/centre_profile.html", TITLE),
        refused_as=NotAllowed,
        kept=Kept(stored_profile() or NOT_YET, lambda: CentreProfileForm(instance=stored_profile())),
        header_title=TITLE,
        header_icon="home",
        breadcrumbs_items=[{"url": "", "label": TITLE}],
        submit_button_label="保存する",
        submit_button_active_label="保存しています…",
    )
