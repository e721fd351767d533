from django.urls import path

from .views import hosts

app_name = "hosts"

urlpatterns = [
    path("hosts/first/", hosts.kits, name="kits"),
    path("hosts/first/<int:pk>/", hosts.kit, name="kit"),
    path("hosts/first/<int:pk>/read/", hosts.read, name="read"),
    path("hosts/first/<int:pk>/kit.pdf", hosts.kit_paper, name="kit_paper"),
    path("hosts/first/<int:pk>/stories.pdf", hosts.story_cards, name="story_cards"),
]
