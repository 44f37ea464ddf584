from django.urls import path

from feedback.paper import views

ONE = "studio/survey/<int:pk>/"
PAPER = f"{ONE}paper/<slug:language>/"

urlpatterns = [
    path(f"{ONE}paper/", views.survey_paper, name="survey-paper"),
    path(PAPER, views.paper_sheet, name="survey-paper-sheet"),
    path(f"{PAPER}pages.css", views.paper_pages, name="survey-paper-pages"),
    path(f"{PAPER}pdf/", views.paper_pdf, name="survey-paper-pdf"),
    path(f"{ONE}review/", views.review_sheet, name="survey-review"),
    path(f"{ONE}review/pdf/", views.review_pdf, name="survey-review-pdf"),
]
