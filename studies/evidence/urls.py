from django.urls import path

from studies.evidence.views import deciding, hearing, public, sessions, telling

STUDY = "studio/study/<slug:slug>/"
ROUND = STUDY + "round/<int:number>/"

urlpatterns = [
    path("p/<slug:slug>/", public.study_public, name="study-public"),
    path(STUDY + "heard/", hearing.heard, name="study-heard"),
    path(STUDY + "drafts/", deciding.drafts, name="study-drafts"),
    path(STUDY + "drafts/new/", deciding.draft_new, name="draft-new"),
    path(STUDY + "drafts/<int:number>/change/", deciding.change_new, name="change-new"),
    path(ROUND + "conversation/", hearing.conversation_new, name="conversation-new"),
    path(
        "studio/sessions/<int:pk>/conversations/",
        sessions.session_conversations,
        name="session-conversations",
    ),
    path(ROUND + "learned/", hearing.insight_new, name="insight-new"),
    path(ROUND + "decision/", deciding.decision_new, name="decision-new"),
    path(
        "studio/decision/<int:pk>/stands/",
        deciding.decision_stands,
        name="decision-stands",
    ),
    path(ROUND + "told/", telling.share_backs, name="share-backs"),
    path(ROUND + "told/finding/", telling.told_finding, name="told-finding"),
    path(ROUND + "told/not-heard/", telling.not_heard, name="not-heard"),
    path(ROUND + "told/publish/", telling.publish, name="share-backs-publish"),
    path(
        ROUND + "told/<slug:language>/",
        telling.translate,
        name="share-backs-translate",
    ),
]
