from django.urls import path

from feedback.results.views import (
    looking_again,
    mornings,
    office_stop,
    offices,
    quotas,
    responses,
    summary,
    taking_back,
)

SURVEY = "studio/survey/<int:pk>/"
QUOTA = SURVEY + "quotas/<int:quota_pk>/"
RESPONSE = SURVEY + "responses/<uuid:response_id>/"

urlpatterns = [
    path("withdraw/", taking_back.withdraw, name="withdraw"),
    path("withdraw/kept/<slug:slug>/", taking_back.withdraw_kept, name="withdraw-kept"),
    path("withdraw/done/", taking_back.withdraw_done, name="withdraw-done"),
    path("withdraw/done/<slug:slug>/", taking_back.withdraw_done, name="withdraw-done"),
    path("stop/office/<slug:token>/", office_stop.office_stop, name="office-stop"),
    path("stop/morning/<slug:token>/", mornings.morning_stop, name="morning-stop"),
    path("studio/results/morning/", mornings.morning_mail, name="morning-mail"),
    path("studio/partners/<int:pk>/office/", offices.office, name="office"),
    path("studio/results/", summary.results_list, name="results-list"),
    path(SURVEY + "results/", summary.results, name="survey-results"),
    path(SURVEY + "results/ways/", summary.results_by_way, name="survey-results-ways"),
    path(SURVEY + "responses/", responses.responses, name="survey-responses"),
    path(RESPONSE, responses.response, name="survey-response"),
    path(RESPONSE + "judge/", looking_again.judge, name="response-judge"),
    path(SURVEY + "look-again/", looking_again.look_again, name="survey-look-again"),
    path(RESPONSE + "said/<slug:key>/", responses.mark, name="response-mark"),
    path(SURVEY + "quotas/", quotas.survey_quotas, name="survey-quotas"),
    path(QUOTA, quotas.survey_quota, name="survey-quota"),
    path(QUOTA + "archive/", quotas.survey_quota_archive, name="survey-quota-archive"),
    path(
        SURVEY + "comments/<slug:key>/", responses.comments_of, name="survey-comments"
    ),
]
