from django.urls import path

from .views import public

app_name = "limits_desk"

urlpatterns = [path("privacy/kept/", public.kept, name="kept")]
