from django.urls import path

from studies.partner_page.views import acting, looking, studio

PAGE = "partner/<str:token>/"
STUDY = PAGE + "study/<slug:slug>/"

urlpatterns = [
    path(PAGE, looking.home, name="partner-home"),
    path(STUDY, looking.study, name="partner-home-study"),
    path(
        STUDY + "print/<uuid:link_pk>/", looking.print_link, name="partner-home-print"
    ),
    path(STUDY + "accept/", acting.accept, name="partner-home-accept"),
    path(STUDY + "link/", acting.link, name="partner-home-link"),
    path(STUDY + "problem/", acting.problem, name="partner-home-problem"),
    path(STUDY + "contact/", acting.contact, name="partner-home-contact"),
    path("studio/partners/<int:pk>/page/", studio.partner_page, name="partner-page"),
]
