from django.urls import path

from studies.partners import views
from studies.partners.views import came_by, contacts, many, observations, terms

urlpatterns = [
    path(
        "studio/observations/", observations.observation_list, name="observation-list"
    ),
    path(
        "studio/observations/<int:pk>/archive/",
        observations.observation_archive,
        name="observation-archive",
    ),
    path("studio/partners/", views.partner_list, name="partner-list"),
    path("studio/partners/new/", views.partner_new, name="partner-new"),
    path("studio/partners/<int:pk>/", views.partner, name="partner"),
    path("studio/partners/<int:pk>/edit/", views.partner_edit, name="partner-edit"),
    path(
        "studio/partners/<int:pk>/archive/",
        views.partner_archive,
        name="partner-archive",
    ),
    path(
        "studio/partners/<int:pk>/study/",
        terms.partner_study_choose,
        name="partner-study-choose",
    ),
    path(
        "studio/partners/<int:pk>/study/<slug:slug>/",
        terms.partner_study,
        name="partner-study",
    ),
    path(
        "studio/partners/<int:pk>/contacts/",
        contacts.partner_contacts,
        name="partner-contacts",
    ),
    path(
        "studio/partners/<int:pk>/contacts/<int:contact_pk>/",
        contacts.partner_contact,
        name="partner-contact",
    ),
    path(
        "studio/partners/<int:pk>/places/",
        contacts.partner_site,
        name="partner-site",
    ),
    path(
        "studio/partners/<int:pk>/places/<int:site_pk>/",
        contacts.partner_site_names,
        name="partner-site-names",
    ),
    path(
        "studio/partners/<int:pk>/links/new/",
        many.partner_links_new,
        name="partner-links-new",
    ),
    path("studio/partners/link/<uuid:pk>/", views.link, name="link"),
    path(
        "studio/partners/link/<uuid:pk>/qr.png",
        views.link_qr,
        {"kind": "png"},
        name="link-qr-png",
    ),
    path(
        "studio/partners/link/<uuid:pk>/qr.svg",
        views.link_qr,
        {"kind": "svg"},
        name="link-qr-svg",
    ),
    path(
        "studio/partners/link/<uuid:pk>/revoke/", views.link_revoke, name="link-revoke"
    ),
    path("studio/partners/link/<uuid:pk>/again/", views.link_again, name="link-again"),
    path("studio/partners/link/<uuid:pk>/flyer/", views.link_flyer, name="link-flyer"),
    path("studio/partners/link/<uuid:pk>/print/", views.link_print, name="link-print"),
    path(
        "studio/study/<slug:slug>/people/<int:participant_number>/partners/",
        came_by.participant_came_by,
        name="participant-came-by",
    ),
]
