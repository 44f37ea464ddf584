from django.urls import path

from studies.agencies.views import join, membership, operating, switching, tokens

urlpatterns = [
    path("join/", join.rejoin, name="rejoin"),
    path("join/<slug:token>/", join.join, name="join"),
    path("no-agency/", operating.no_agency, name="no-agency"),
    path("operate/", operating.operate, name="operate"),
    path("studio/agency/switch/", switching.switch, name="agency-switch"),
    path("studio/members/", membership.member_list, name="member-list"),
    path("studio/members/<int:pk>/role/", membership.change_role, name="member-role"),
    path("studio/members/<int:pk>/end/", membership.end, name="member-end"),
    path(
        "studio/members/<int:pk>/bring-back/",
        membership.bring_back,
        name="member-bring-back",
    ),
    path(
        "studio/invitations/<int:pk>/revoke/",
        membership.revoke,
        name="invitation-revoke",
    ),
    path("studio/tokens/", tokens.token_list, name="token-list"),
    path("studio/tokens/<int:pk>/end/", tokens.end, name="token-end"),
]
