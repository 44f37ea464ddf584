from django.urls import path

from feedback.answering.views import (
    aids,
    check,
    copy,
    enough,
    first,
    go,
    helping,
    kiosk,
    later,
    practice,
    preview,
    questions,
    receipt,
    taking,
)

PAGES = [
    ("", first.first, ""),
    ("helping/", helping.helping, "-helping"),
    ("q/<int:number>/", questions.question, "-question"),
    ("check/", check.check, "-check"),
    ("later/", later.later, "-later"),
    ("enough/", enough.enough, "-enough"),
    ("receipt/", receipt.receipt, "-receipt"),
    ("receipt/copy/", copy.copy, "-copy"),
    ("updates/", receipt.updates, "-updates"),
]

urlpatterns = (
    [
        path("go/", go.go, name="go"),
        path("i/<str:token>/awake/", kiosk.awake, name="kiosk-awake"),
        path("i/<str:token>/kiosk.webmanifest", kiosk.manifest, name="kiosk-manifest"),
        path("aid/<slug:token>", aids.aid_file, name="aid-file"),
    ]
    + [
        path(f"s/<slug:slug>/{end}", view, name=f"respond{name or '-first'}")
        for end, view, name in PAGES
    ]
    + [
        path("studio/take/", taking.taking_list, name="taking-list"),
        path(
            "studio/survey/<int:pk>/preview/",
            preview.survey_preview,
            name="survey-preview",
        ),
        path(
            "studio/survey/<int:pk>/practice/",
            practice.survey_practice,
            name="survey-practice",
        ),
        path(
            "studio/survey/<int:pk>/pilot/",
            practice.survey_pilot,
            name="survey-pilot",
        ),
        path(
            "studio/survey/<int:pk>/kiosk/",
            taking.survey_kiosk,
            name="survey-kiosk",
        ),
        path(
            "studio/survey/<int:pk>/preview/<slug:language>/page/",
            preview.preview_page,
            name="survey-preview-page",
        ),
        path(
            "studio/survey/<int:pk>/preview/<slug:language>/q/<int:number>/",
            preview.preview_page,
            name="survey-preview-question",
        ),
        path(
            "studio/survey/<int:pk>/preview/<slug:language>/at/<slug:place>/",
            preview.preview_page,
            name="survey-preview-place",
        ),
        path(
            "studio/survey/<int:pk>/preview/<slug:language>/updates/",
            preview.preview_updates,
            name="survey-preview-updates",
        ),
    ]
    + [
        path(f"i/<str:token>/{end}", view, name=f"invite{name}")
        for end, view, name in PAGES
    ]
)
