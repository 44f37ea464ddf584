"""The demo's partners: what they agreed to, their places, links and pages."""

from datetime import timedelta

from feedback.demo import content
from feedback.demo.days import Days
from studies.agencies.models import User
from studies.partner_page import day_figures, saved_links
from studies.partner_page.models import PartnerPage
from studies.partners import actions as partners
from studies.partners import contacts, many_links, partnerships, sites
from studies.partners.models import InviteLink, Partner, Partnership, PartnershipTerms
from studies.partners.partnerships import Offer
from studies.planning.models import Activity, Study

LAST_ROUND, BEGUN = 3, 2
ASKED_BEFORE = 5  # days before their first round


def meet_partners(study: Study, days: Days, *, by: User) -> dict[str, Partner | None]:
    """The organizations by key; "open" stands for no partner at all."""
    met: dict[str, Partner | None] = {"open": None}
    for said in content.load("study")["partners"]:
        partner = partners.add_partner(
            agency=study.agency,
            name=said["name"],
            serves=said["serves"]["en"],
            areas=said["areas"],
            languages=list(dict.fromkeys(["en", said["language"]])),
            by=by,
        )
        contacts.add(
            partner.pk,
            name=said["contact"],
            email=said["email"],
            language=said["language"],
            by=by,
        )
        since = days.on(days.round(said["from_round"])["starts"])
        Partnership.objects.create(partner=partner, study=study, since=since)
        for name in said["sites"]:
            site = sites.add(partner.pk, name=name, by=by)
            names = said.get("site_names", {}).get(name, {})
            sites.change(site.pk, name=name, names=names, by=by)
        saved_links.make(partner.pk, language=said["page"], by=by)
        met[said["key"]] = partner
    return met


def share_links(
    activity: Activity, met: dict[str, Partner | None], days: Days, *, by: User
) -> None:
    """A link for each place, language and channel, and a code for each shared screen."""
    for said in content.load("study")["partners"]:
        partner = met[said["key"]]
        if not said["channels"]:
            continue
        places = list(partner.sites.current())
        made = many_links.make(
            activity.pk,
            partner,
            languages=said["languages"],
            channels=said["channels"],
            by=by,
        )
        made += many_links.make_kiosks(activity.pk, partner, places, by=by)
        InviteLink.objects.filter(pk__in=[link.pk for link in made]).update(
            created_at=days.at(-41)
        )
    day_figures.refresh(days.at(content.load("dates")["today"]))


def agree(
    study: Study, met: dict[str, Partner | None], days: Days, *, by: User
) -> None:
    """Whoever takes part already said yes; who comes later has an offer."""
    for said in content.load("study")["partners"]:
        _agree(study, met[said["key"]], said, days, by=by)


def _agree(study: Study, partner: Partner, said: dict, days: Days, *, by: User) -> None:
    purpose = content.load("study")["partnership"]["purpose"]
    words = {
        code: {"purpose": purpose[code], "pay": pay}
        for code, pay in said["pay"].items()
    }
    begins = days.round(said["from_round"])["starts"]
    offered = Offer(
        hours=said["hours"],
        words=words,
        source_language="en",
        from_on=days.on(begins),
        until_on=days.on(days.round(LAST_ROUND)["ends"]),
    )
    asked = days.at(begins - ASKED_BEFORE)
    row = partnerships.offer(partner.pk, study.pk, offered, by=by, today=asked.date())
    if said["from_round"] > BEGUN:
        return
    terms = PartnershipTerms.objects.filter(partnership=row)
    terms.update(offered_at=asked)
    partnerships.accept(
        terms.get().pk,
        name=said["contact"],
        language=said["language"],
        contact=partner.contacts.get(),
        now=asked + timedelta(days=1),
    )


def page_addresses() -> list[tuple[str, str]]:
    """(partner, address) of the demo's pages, to print them where they are looked for."""
    rows = PartnerPage.objects.working().filter(partner__agency__is_demo=True)
    return [
        (page.partner.name, saved_links.address(page))
        for page in rows.select_related("partner").order_by("pk")
    ]
