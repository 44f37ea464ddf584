from django.urls import path

from studies.outreach import views

urlpatterns = [
    path("studio/mailings/", views.mailing_list, name="mailing-list"),
    path("studio/mailings/sender/", views.mailing_sender, name="mailing-sender"),
    path("studio/mailings/messages/", views.message_list, name="message-list"),
    path("studio/mailings/new/", views.mailing_new, name="mailing-new"),
    path(
        "studio/mailings/new/<int:activity_pk>/",
        views.mailing_write,
        name="mailing-write",
    ),
    path("studio/mailings/<int:pk>/", views.mailing, name="mailing"),
    path("studio/mailings/<int:pk>/edit/", views.mailing_edit, name="mailing-edit"),
    path(
        "studio/mailings/<int:pk>/people/",
        views.mailing_people,
        name="mailing-people",
    ),
    path(
        "studio/mailings/<int:pk>/finding/",
        views.mailing_finding,
        name="mailing-finding",
    ),
    path("studio/mailings/<int:pk>/move/", views.mailing_move, name="mailing-move"),
    path("studio/mailings/<int:pk>/stop/", views.mailing_stop, name="mailing-stop"),
    path(
        "studio/mailings/<int:pk>/preview/",
        views.mailing_preview,
        name="mailing-preview",
    ),
    path(
        "studio/mailings/<int:pk>/preview/<str:step>/<str:language>/",
        views.mailing_preview_html,
        name="mailing-preview-html",
    ),
    path("studio/mailings/<int:pk>/test/", views.mailing_test, name="mailing-test"),
    path(
        "studio/mailings/<int:pk>/message/<uuid:delivery_pk>/",
        views.message_judge,
        name="message-judge",
    ),
    path("studio/people/again/", views.panel_list, name="panel-list"),
    path("studio/people/again/<uuid:pk>/", views.panel_member, name="panel-member"),
    path("operate/news/", views.news_unknown, name="news-unknown"),
    path("hooks/mail/<slug:provider>/", views.mail_hook, name="mail-hook"),
    path("hooks/sms/<slug:gateway>/", views.text_hook, name="text-hook"),
    path("hooks/sms/<slug:gateway>/answers/", views.text_answer, name="text-answer"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("done/<str:token>/", views.done, name="done"),
    path("again/erased/", views.again_erased, name="again-erased"),
    path("again/kept/", views.again_kept, name="again-kept"),
    path("again/<str:token>/", views.again, name="again"),
    path("again/<str:token>/remove/", views.again_remove, name="again-remove"),
]
