from django.urls import path

from .views import serving

app_name = "intake"

urlpatterns = [path("videos/files/<str:token>/<slug:rendition>", serving.file, name="file")]
