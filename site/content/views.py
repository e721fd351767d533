from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.admin.auth import permission_denied

from foundation.centre.queries import stored_profile

from .forms import CentreProfileForm
from .services import save_centre_profile


def centre_profile(request: HttpRequest) -> HttpResponse:
    """Let a manager change what the portal says of its centre."""
    if not request.user.has_perm("centre.change_centreprofile"):
        return permission_denied(request)
    form = CentreProfileForm(request.POST or None, instance=stored_profile())
    if request.method == "POST" and form.is_valid():
        save_centre_profile(values=form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, "センターの情報を保存しました。公開ページには、すぐに出ます。")
        return redirect("content_centre_profile")
    context = {
        "form": form,
        "header_title": "センターの情報",
        "page_title": "センターの情報",
        "header_icon": "home",
        "breadcrumbs_items": [{"url": "", "label": "センターの情報"}],
        "submit_button_label": "保存する",
        "submit_button_active_label": "保存しています…",
    }
    return render(request, "wagtailadmin/generic/form.html", context, status=422 if form.errors else 200)
