from django.urls import path

from .views import public

app_name = "courses"

urlpatterns = [
    path("videos/", public.course_list, name="list"),
    path("videos/attachments/<int:pk>/<str:name>", public.attachment, name="attachment"),
    path("videos/<slug:slug>/", public.detail, name="detail"),
    path("videos/<slug:slug>/facts.pdf", public.fact_sheet, name="facts"),
    path("videos/<slug:slug>/cards.pdf", public.card_set, name="cards"),
    path("videos/<slug:slug>/transcript/<int:part>/<slug:language>/", public.transcript, name="transcript"),
    path("videos/<slug:slug>/captions/<int:part>/<slug:language>.vtt", public.captions, name="captions"),
]
