"""The pages of a partner, in one language."""

from collections.abc import Iterator

from django.test import Client
from django.utils import timezone

from studies.agencies.models import Agency
from studies.partner_page import codes, day_figures
from studies.partners import actions as partners
from studies.partners import links, partnerships
from studies.partners.actions import Place
from studies.partners.models import InviteLink
from tests import make
from tests.partner_page.pages import MAIL, Home, comes_in, home, offer

WORD = {"en": "Letters", "es": "ñandú", "ar": "كلمة", "zh-hans": "词语"}
TEXTS = {code: {"title": word, "purpose": word} for code, word in WORD.items()}
WORDS = {code: {"pay": word, "purpose": word} for code, word in WORD.items()}
NAMES = [
    "partner: links and words",
    "partner: terms to accept",
    "partner: over",
    "partner: several studies",
    "partner: first a code",
    "partner: no such address",
    "partner: type the code",
    "partner: wrong code",
    "partner: accept",
    "partner: make a link",
    "partner: tell of a problem",
    "partner: own contact",
    "partner: print",
    "partner: link of a round that is over",
]

# What can be seen on one of them alone.
SAID_THERE = {
    "partner: links and words": "Words to copy",
    "partner: terms to accept": "Your links come here once you accept.",
    "partner: over": "This round is over for you.",
    "partner: several studies": "You help to hear people in these studies.",
    "partner: first a code": "Mail me a code",
    "partner: no such address": "This address does not work",
    "partner: type the code": "a code is on its way to it",
    "partner: wrong code": "error-summary",
    "partner: accept": "Yes, we accept these terms",
    "partner: make a link": "Where you will share it",
    "partner: tell of a problem": "words that hurt",
    "partner: own contact": "What we have of you",
    "partner: print": "Make the PDF",
    "partner: link of a round that is over": "<h1>This round is over</h1>",
}


def partner_homes(agency: Agency) -> dict[str, Home]:
    """How far a partner has come → its page."""
    at = {
        name: home(
            agency=make.agency(name=agency.name, contact_phone="555-0142"),
            accepted=name != "offered",
            texts=TEXTS,
            words=WORDS,
        )
        for name in ("open", "offered", "over", "several")
    }
    place = at["open"].partner.sites.create(name="Front desk")
    kiosk = {"place": Place(place), "is_kiosk": True}
    for fields in ({"place": Place(place, "es", "flyer")}, kiosk):
        activity = at["open"].link.activity_id
        partners.make_link(activity, partner=at["open"].partner, by=None, **fields)
    InviteLink.objects.filter(pk=at["open"].link.pk).update(openings=40)
    study = at["open"].partnership.study
    make.share_back(study=study, round=study.rounds.get(), published_at=timezone.now())
    day_figures.refresh(timezone.now().replace(hour=12))
    make.published_survey(activity=at["over"].link.activity)
    partnerships.end(at["over"].partnership.pk, by=make.user())
    other = make.study(agency=at["several"].partner.agency)
    partnerships.offer(at["several"].partner.pk, other.pk, offer(), by=make.user())
    return at


def partner_pages(at: dict[str, Home], asked: str) -> Iterator[tuple[str, str]]:
    offered, open_ = at["offered"], at["open"]
    yield "partner: links and words", _get(open_.address + asked)
    yield "partner: terms to accept", _get(offered.address + asked)
    yield "partner: over", _get(at["over"].address + asked)
    yield "partner: several studies", _get(at["several"].root + asked)
    yield "partner: first a code", _get(f"{offered.address}accept/{asked}")
    yield "partner: no such address", _get(f"/partner/unknown/{asked}")
    row = codes.ask(offered.page.pk, MAIL)
    typing = f"{offered.address}accept/{asked}&asked={row.pk}"
    yield "partner: type the code", _get(typing)
    wrong = {"act": "check", "asked": str(row.pk), "code": "33333333"}
    yield "partner: wrong code", Client().post(typing, wrong).content.decode()
    yield from _acting(offered, open_, asked)
    over = links.url(at["over"].link).split("/i/")[1]
    yield "partner: link of a round that is over", _get(f"/i/{over}{asked}")


def _acting(offered: Home, open_: Home, asked: str) -> Iterator[tuple[str, str]]:
    client = Client()
    comes_in(client, offered)
    accept = client.get(f"{offered.address}accept/{asked}")
    yield "partner: accept", accept.content.decode()
    offered.page.codes.all().delete()
    client = Client()
    comes_in(client, open_, "problem/")
    for name, end in (
        ("partner: make a link", "link/"),
        ("partner: tell of a problem", "problem/"),
        ("partner: own contact", "contact/"),
        ("partner: print", f"print/{open_.link.pk}/"),
    ):
        yield name, client.get(f"{open_.address}{end}{asked}").content.decode()
    open_.page.codes.all().delete()


def _get(address: str) -> str:
    return Client().get(address).content.decode()
