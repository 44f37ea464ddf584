"""A partner with a study in field, a link and a page, as tests of its page need it."""

from dataclasses import dataclass
from datetime import date, timedelta

from studies.partner_page import codes, saved_links
from studies.partner_page.models import PartnerPage
from studies.partners import actions as partners
from studies.partners import contacts, partnerships
from studies.partners.models import (
    InviteLink,
    Partner,
    PartnerContact,
    Partnership,
)
from studies.partners.partnerships import Offer
from tests import make
from tests.today import TODAY

MAIL = "luz@harborlane.example.org"
TEXTS = {
    "en": {"title": "Your renewal letter", "purpose": "We want it clear.\n\nMore."},
    "es": {"title": "Su carta de renovación", "purpose": "Queremos que sea clara."},
}


@dataclass
class Home:
    page: PartnerPage
    partnership: Partnership
    contact: PartnerContact
    link: InviteLink

    @property
    def partner(self) -> Partner:
        return self.page.partner

    @property
    def root(self) -> str:
        return f"/partner/{self.page.token}/"

    @property
    def address(self) -> str:
        return f"{self.root}study/{self.partnership.study.slug}/"


WORDS = {
    "en": {"purpose": "A clear letter.", "pay": "$300 for the house."},
    "es": {"purpose": "Una carta clara.", "pay": "$300 para la casa."},
}


def offer(**fields) -> Offer:
    values = {
        "hours": 6,
        "words": WORDS,
        "source_language": "en",
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=30),
    }
    return Offer(**values | fields)


def home(
    *,
    accepted: bool = True,
    language: str = "en",
    texts: dict = TEXTS,
    words: dict = WORDS,
    from_on: date = TODAY,
    **fields,
) -> Home:
    activity = make.open_activity(
        **fields,
        anonymous=True,
        languages_ready=list(texts),
        public_texts=texts,
        minutes=4,
        name="The team's name for it",
    )
    study = activity.round.study
    partner = make.partner(
        agency=study.agency, name="Harbor Lane", languages=["en", "es"]
    )
    contact = contacts.add(
        partner.pk, name="Luz Prado", email=MAIL, language="es", by=None
    )
    terms = offer(words=words, from_on=from_on)
    row = partnerships.offer(partner.pk, study.pk, terms, by=make.user())
    link = partners.make_link(activity.pk, partner=partner, by=None)
    if accepted:
        terms = row.newest.pk
        partnerships.accept(terms, name="Luz", language="es", contact=contact)
    page = saved_links.make(partner.pk, language=language, by=None)
    row = Partnership.objects.with_terms().get(pk=row.pk)
    return Home(page, row, contact, link)


def comes_in(client, at: Home, where: str = "accept/") -> None:
    """Ask for a code and type it, as whoever reads the mail does."""
    asked = client.post(f"{at.address}{where}", {"act": "ask", "email": MAIL})
    row = at.page.codes.first()
    assert f"asked={row.pk}" in asked.headers["Location"]
    typed = {"act": "check", "asked": str(row.pk), "code": codes.spelled(row.mail.pk)}
    answer = client.post(f"{at.address}{where}", typed)
    assert answer.status_code == 302, answer.content.decode()
