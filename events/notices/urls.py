from django.urls import path

from .views import public

app_name = "notices"

urlpatterns = [path("notices/stop/<str:token>/", public.stop, name="stop")]
