from django.urls import path

from feedback.surveys.views import (
    aids,
    bank,
    cards,
    carrying,
    editor,
    guest_words,
    guests,
    inviting,
    listing,
    moving,
    pasting,
    placing,
    publishing,
    rules,
    translate,
)

ONE = "studio/survey/<int:pk>/"
QUESTION = f"{ONE}question/<int:question_pk>/"

urlpatterns = [
    path("studio/survey/", listing.survey_list, name="survey-list"),
    path("studio/survey/new/", listing.survey_new, name="survey-new"),
    path(ONE, editor.survey_edit, name="survey-edit"),
    path(f"{ONE}details/", editor.survey_details, name="survey-details"),
    path(f"{ONE}aids/", aids.survey_aids, name="survey-aids"),
    path(f"{ONE}aids/<int:aid_pk>/away/", aids.survey_aid_away, name="survey-aid-away"),
    path(f"{ONE}question/", cards.question_add, name="survey-question-add"),
    path(QUESTION, cards.question_edit, name="survey-question"),
    path(f"{QUESTION}card/", cards.question_card, name="survey-question-card"),
    path(f"{QUESTION}move/", placing.question_move, name="survey-question-move"),
    path(f"{QUESTION}undo/", placing.question_undo, name="survey-question-undo"),
    path(f"{QUESTION}copy/", placing.question_copy, name="survey-question-copy"),
    path(f"{QUESTION}away/", placing.question_archive, name="survey-question-archive"),
    path(f"{QUESTION}back/", placing.question_restore, name="survey-question-restore"),
    path(f"{QUESTION}own/", placing.question_replace, name="survey-question-replace"),
    path(f"{QUESTION}bank/", bank.bank_save, name="survey-bank-save"),
    path(f"{ONE}bank/<int:bank_pk>/", bank.bank_add, name="survey-bank-add"),
    path("studio/bank/", bank.bank_list, name="question-bank"),
    path("studio/bank/<int:bank_pk>/", bank.bank_move, name="question-bank-move"),
    path(f"{ONE}finding/", editor.finding, name="survey-finding"),
    path(f"{ONE}rules/", rules.survey_rules, name="survey-rules"),
    path(f"{ONE}rules/new/<slug:what>/", rules.rule_edit, name="survey-rule-new"),
    path(f"{ONE}rules/<slug:what>/<int:row_pk>/", rules.rule_edit, name="survey-rule"),
    path(f"{ONE}rule/<int:rule_pk>/", rules.rule_move, name="survey-rule-move"),
    path(f"{ONE}section/", rules.section_save, name="survey-section-add"),
    path(f"{ONE}section/<int:section_pk>/", rules.section_save, name="survey-section"),
    path(
        f"{ONE}section/<int:section_pk>/move/",
        rules.section_move,
        name="survey-section-move",
    ),
    path(f"{QUESTION}section/", rules.question_section, name="survey-question-section"),
    path(f"{ONE}paste/", pasting.survey_paste, name="survey-paste"),
    path(f"{ONE}language/", moving.language_move, name="survey-language"),
    path(
        f"{ONE}translate/<slug:language>/",
        translate.survey_translate,
        name="survey-translate",
    ),
    path(
        f"{ONE}translate/<slug:language>/finding/",
        translate.survey_translate_finding,
        name="survey-translate-finding",
    ),
    path(
        f"{ONE}translate/<slug:language>/vouch/",
        translate.survey_vouch,
        name="survey-vouch",
    ),
    path(f"{ONE}guest/", inviting.guest_link_make, name="survey-guest"),
    path(
        f"{ONE}guest/<int:link_pk>/end/",
        inviting.guest_link_end,
        name="survey-guest-end",
    ),
    path(
        f"{ONE}comment/<int:comment_pk>/", inviting.comment_move, name="survey-comment"
    ),
    path("c/<str:token>/", guests.guest_comment, name="guest-comment"),
    path("t/<str:token>/", guests.guest_translate, name="guest-translate"),
    path("t/<str:token>/words/", guest_words.guest_words, name="guest-words"),
    path(f"{ONE}publish/", publishing.survey_publish, name="survey-publish"),
    path(
        f"{ONE}publish/<slug:language>/",
        publishing.survey_publish_language,
        name="survey-publish-language",
    ),
    path(
        f"{ONE}version/<int:number>/", publishing.survey_version, name="survey-version"
    ),
    path(f"{ONE}state/", moving.survey_state, name="survey-state"),
    path(f"{ONE}away/", moving.survey_archive, name="survey-archive"),
    path(f"{ONE}copy/", carrying.survey_copy, name="survey-copy"),
    path(f"{ONE}carry/", carrying.survey_carry, name="survey-carry"),
    path(f"{ONE}since/", carrying.survey_since, name="survey-since"),
    path(f"{ONE}history/", moving.survey_history, name="survey-history"),
]
