from django.http import HttpResponse
from django.urls import include, path

# As large as a middle-sized page of ours, and never kept: it shows what Django itself costs here.
CONSTANT = b"<!doctype html><title>constant</title>" + b"x" * 20_000


def constant(request):
    return HttpResponse(CONSTANT, headers={"Cache-Control": "no-store"})


urlpatterns = [path("bench/constant/", constant), path("", include("portal.urls.public"))]
