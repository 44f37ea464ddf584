"""The studio's menu, by job. An entry shows when its page exists and the member may."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studies.agencies.permissions import Permission as P


@dataclass(frozen=True)
class Place:
    """One line of the menu; the first URL name that exists is where it leads."""

    title: Promise
    icon: str
    permission: P
    names: tuple[str, ...]
    below: str = ""  # a pattern of the other addresses that belong here

    @property
    def url(self) -> str:
        for name in self.names:
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
        return ""


def _list(model: str) -> str:
    return f"admin:{model}_changelist"


JOBS: list[tuple[Promise, list[Place]]] = [
    (
        pgettext_lazy("menu", "Plan"),
        [
            Place(
                _("Study board"),
                "view_kanban",
                P.STUDIO_ENTER,
                ("study-board", "admin:index"),
                below="/studio/study/",
            ),
            Place(
                _("Studies"),
                "folder_open",
                P.STUDY_VIEW,
                ("study-list", _list("studies_study")),
            ),
            Place(
                _("Services"),
                "storefront",
                P.STUDY_VIEW,
                (_list("studies_service"),),
            ),
        ],
    ),
    (
        pgettext_lazy("menu", "Ask"),
        [
            Place(
                _("Surveys"),
                "quiz",
                P.SURVEY_VIEW,
                ("survey-list", _list("feedback_survey")),
            ),
            Place(
                _("Consent"),
                "verified_user",
                P.STUDY_VIEW,
                ("consent-list",),
                below="/studio/study/[^/]+/consent/",
            ),
            Place(
                _("Take answers"),
                "edit_note",
                P.RESPONSE_ADD,
                ("taking-list",),
                below=r"/studio/survey/\d+/(key|phone|kiosk)/",
            ),
        ],
    ),
    (
        pgettext_lazy("menu", "Reach"),
        [
            Place(
                _("Partners"),
                "handshake",
                P.PARTNER_VIEW,
                ("partner-list", _list("studies_partner")),
            ),
            Place(_("People"), "group", P.OUTREACH_VIEW, ("people-list", "panel-list")),
            Place(_("Mailings"), "mail", P.OUTREACH_VIEW, ("mailing-list",)),
        ],
    ),
    (
        pgettext_lazy("menu", "Learn"),
        [
            Place(
                _("Results"),
                "bar_chart",
                P.RESULTS_VIEW,
                ("results-list",),
                below=r"/studio/survey/\d+/(results|responses|comments|look-again|export)/",
            ),
            Place(
                _("Someone may need help"),
                "support",
                P.RESPONSE_READ,
                ("may-need-help",),
            ),
            Place(
                _("Conversations"),
                "forum",
                P.EVIDENCE_VIEW,
                ("conversation-list", _list("studies_conversation")),
            ),
            Place(
                _("What people said"),
                "format_quote",
                P.EVIDENCE_VIEW,
                ("highlight-list", _list("studies_highlight")),
            ),
            Place(
                _("Staff observations"),
                "visibility",
                P.EVIDENCE_VIEW,
                ("observation-list",),
            ),
            Place(
                _("Decisions"),
                "gavel",
                P.EVIDENCE_VIEW,
                ("decision-list", _list("studies_decision")),
            ),
            Place(
                _("You said, we did"),
                "campaign",
                P.EVIDENCE_VIEW,
                ("share-back-list", _list("studies_shareback")),
            ),
        ],
    ),
    (
        pgettext_lazy("menu", "Set up"),
        [
            Place(
                _("Agency"),
                "account_balance",
                P.AGENCY_MANAGE,
                (_list("studies_agency"),),
            ),
            Place(
                _("Agency in other languages"),
                "translate",
                P.SURVEY_TRANSLATE,
                ("agency-words",),
            ),
            Place(_("Members"), "badge", P.MEMBER_MANAGE, ("member-list",)),
            Place(
                _("What is erased"),
                "auto_delete",
                P.PERSON_READ,
                ("erased",),
                below=r"/studio/(erased|taken-back|legal-holds)/",
            ),
            Place(_("API tokens"), "key", P.TOKEN_MANAGE, ("token-list",)),
            Place(_("Archived"), "inventory_2", P.STUDY_VIEW, ("archived-list",)),
        ],
    ),
]


def menu(request: HttpRequest) -> list[dict]:
    """The groups and entries for the present member, the present page marked."""
    groups = []
    for title, places in JOBS:
        shown = [
            {
                "title": place.title,
                "icon": place.icon,
                "url": url,
                "below": place.below,
            }
            for place in places
            if request.member.may(place.permission) and (url := place.url)
        ]
        if shown:
            groups.append({"title": title, "entries": shown})
    _mark_present(groups, request.path)
    return groups


def _mark_present(groups: list[dict], path: str) -> None:
    """Mark the entry that names the page `below` it, else the longest beginning.

    The board, whose own address begins all others, owns only what it names.
    """
    entries = [entry for group in groups for entry in group["entries"]]
    home = reverse("admin:index")
    above = [
        entry
        for entry in entries
        if entry["url"] == path
        or (entry["url"] != home and path.startswith(entry["url"]))
        or _names(entry, path)
    ]
    if above:
        nearest = max(above, key=lambda entry: (_names(entry, path), len(entry["url"])))
        nearest["present"] = True


def _names(entry: dict, path: str) -> bool:
    return bool(entry.get("below") and re.match(entry["below"], path))
