from django.urls import path

from feedback.interchange import views

TEXTS = "studio/survey/<int:pk>/translate/<slug:language>/files/"

urlpatterns = [
    path(TEXTS, views.texts_in, name="texts-in"),
    path(f"{TEXTS}texts.<slug:ending>", views.texts_out, name="texts-out"),
    path(f"{TEXTS}<int:file_pk>/", views.texts_look, name="texts-look"),
    path(f"{TEXTS}<int:file_pk>/away/", views.texts_away, name="texts-away"),
]
