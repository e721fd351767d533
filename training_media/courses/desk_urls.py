from django.urls import path

from .views import adding, captions, cards, making

app_name = "video_desk"

urlpatterns = [
    path("videos/", making.course_list, name="list"),
    path("videos/new/", making.create, name="create"),
    path("videos/<int:pk>/", making.course, name="course"),
    path("videos/<int:pk>/edit/", making.edit, name="edit"),
    path("videos/<int:pk>/open/", making.open_course, name="open"),
    path("videos/<int:pk>/move/<slug:move>/", making.move, name="move"),
    path("videos/<int:pk>/parts/new/", making.add, name="part_add"),
    path("videos/<int:pk>/remove/", making.remove, name="remove"),
    path("videos/<int:pk>/files/", adding.files, name="files"),
    path("videos/parts/<int:pk>/", making.part, name="part"),
    path("videos/parts/<int:pk>/up/", making.part_up, name="part_up"),
    path("videos/parts/<int:pk>/remove/", making.part_remove, name="part_remove"),
    path("videos/parts/<int:pk>/question/", adding.question, name="question"),
    path("videos/parts/<int:pk>/captions/", captions.add, name="captions_add"),
    path("videos/captions/<int:pk>/", captions.track, name="captions"),
    path("videos/captions/<int:pk>/words/", captions.words, name="words"),
    path("videos/captions/<int:pk>/remove/", captions.remove, name="captions_remove"),
    path("videos/chapters/<int:pk>/", adding.chapter, name="chapter"),
    path("videos/files/<int:pk>/", adding.file_title, name="file_title"),
    path("videos/files/<int:pk>/remove/", adding.file_remove, name="file_remove"),
    path("videos/cards/", cards.card_list, name="cards"),
    path("videos/cards/new/", cards.create, name="card_create"),
    path("videos/cards/set.pdf", cards.card_set, name="card_set"),
    path("videos/cards/<int:pk>/", cards.edit, name="card"),
    path("videos/cards/<int:pk>/remove/", cards.remove, name="card_remove"),
]
