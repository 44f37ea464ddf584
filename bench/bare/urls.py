from django.urls import path

from bench.bare import views

urlpatterns = [
    path("s/<slug:layout>/", views.first),
    path("s/<slug:layout>/<uuid:pk>/q/<int:number>/", views.question),
    path("s/<slug:layout>/<uuid:pk>/check/", views.check),
    path("s/<slug:layout>/<uuid:pk>/receipt/", views.receipt),
]
