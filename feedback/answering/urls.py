from django.urls import path

from feedback.answering.views import check, first, questions, receipt

PAGES = [
    ("", first.first, ""),
    ("q/<int:number>/", questions.question, "-question"),
    ("check/", check.check, "-check"),
    ("receipt/", receipt.receipt, "-receipt"),
    ("updates/", receipt.updates, "-updates"),
]

urlpatterns = [
    path(f"s/<slug:slug>/{end}", view, name=f"respond{name or '-first'}")
    for end, view, name in PAGES
] + [
    path(f"i/<str:token>/{end}", view, name=f"invite{name}")
    for end, view, name in PAGES
]
