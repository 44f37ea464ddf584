from django.urls import path

from feedback.phoning.views import asking, beginning, ending

ONE = "studio/survey/<int:pk>/phone/"

urlpatterns = [
    path(ONE, beginning.survey_phone, name="survey-phone"),
    path(f"{ONE}stop/", beginning.survey_phone_stop, name="survey-phone-stop"),
    path(
        f"{ONE}q/<int:number>/",
        asking.survey_phone_question,
        name="survey-phone-question",
    ),
    path(f"{ONE}check/", ending.survey_phone_check, name="survey-phone-check"),
    path(f"{ONE}receipt/", ending.survey_phone_receipt, name="survey-phone-receipt"),
]
