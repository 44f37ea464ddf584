from django.contrib import admin
from django.urls import include, path

from cxstudio import front, health, mail_viewer

handler400 = "cxstudio.errors.bad_request"
handler500 = "cxstudio.errors.server_error"

urlpatterns = [
    # First, because most requests are people who answer, and each pattern costs time.
    path("", include("feedback.urls")),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("", front.home, name="home"),
    path("demo/enter/<slug:who>/", front.enter, name="demo-enter"),
    path("dev/mail/", mail_viewer.mails, name="dev-mails"),
    path("dev/mail/<slug:name>/", mail_viewer.mail, name="dev-mail"),
    path("dev/mail/<slug:name>/html/", mail_viewer.mail_html, name="dev-mail-html"),
    path("privacy/", front.site_privacy, name="site-privacy"),
    path("accessibility/", front.site_accessibility, name="site-accessibility"),
    path("agency/<slug:slug>/privacy/", front.privacy, name="agency-privacy"),
    path("agency/<slug:slug>/surveys/", front.surveys, name="agency-surveys"),
    path(
        "agency/<slug:slug>/accessibility/",
        front.accessibility,
        name="agency-accessibility",
    ),
    path("agency/<slug:slug>/logo", front.logo, name="agency-logo"),
    path("accounts/", include("allauth.urls")),
    path("", include("studies.urls")),
    path("", include("cxstudio.studio.urls")),
    path("studio/", admin.site.urls),
]
