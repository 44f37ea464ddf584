from django.urls import path

from feedback.interchange.views import files, guests

TEXTS = "studio/survey/<int:pk>/translate/<slug:language>/files/"

urlpatterns = [
    path(TEXTS, files.texts_in, name="texts-in"),
    path(f"{TEXTS}texts.<slug:ending>", files.texts_out, name="texts-out"),
    path(f"{TEXTS}<int:file_pk>/", files.texts_look, name="texts-look"),
    path(f"{TEXTS}<int:file_pk>/away/", files.texts_away, name="texts-away"),
    path("t/<str:token>/files/", guests.guest_files, name="guest-files"),
    path(
        "t/<str:token>/texts.<slug:ending>", guests.guest_texts_out, name="guest-texts"
    ),
]
