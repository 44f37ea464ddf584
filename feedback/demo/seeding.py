from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cxstudio.refusal import Refusal
from feedback.demo import (
    asking,
    content,
    counter,
    counting,
    deciding,
    ending,
    hearing,
    household,
    inviting,
    partnering,
    paying,
    planning,
    visiting,
)
from feedback.demo.answering import answer_letter
from feedback.demo.days import Days, zone
from studies.agencies.models import Agency

BEGUN = 2  # rounds that have begun: the third one still lies ahead


@transaction.atomic
def seed(*, today: date | None = None) -> bool:
    """Make the demo agency and its study, dated so that today falls in round 2.

    Returns False where it is there already: what people did with it is kept, and only
    a setting that an older demo lacks is added. Raises
    Refusal where this installation is not for trying things out.
    """
    if not settings.DEMO:
        raise Refusal(
            _(
                "No demo data was made: this installation is not a demo. "
                "Set CXSTUDIO_DEMO=true where nobody works for real."
            ),
            code="not_a_demo",
        )
    slug = content.load("agency")["slug"]
    with connection.cursor() as cursor:  # two starts at once make one demo
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"demo:{slug}"])
    present = Agency.objects.filter(slug=slug).first()
    if present is not None and not present.is_demo:
        raise Refusal(
            _("No demo data was made: a real agency has the address “%(slug)s”.")
            % {"slug": slug},
            code="address_taken",
        )
    if present is None:
        with override("en"):
            _make(Days.around(today or timezone.localdate(timezone=zone())))
    else:
        Agency.objects.filter(pk=present.pk, time_zone="").update(time_zone=zone().key)
    return present is None


def _make(days: Days) -> None:
    agency = household.open_agency()
    team = household.hire(agency)
    dana = team["Dana Whitlock"]
    study = planning.plan_study(agency, days, by=dana, leader="Nora Haskell")
    rounds = planning.plan_rounds(study, days)
    planning.add_drafts(study, rounds, BEGUN)
    met = partnering.meet_partners(study, days, by=dana)
    listed = hearing.list_people(study, days, BEGUN, by=dana)
    counting.credit_partners(listed, met, by=dana)
    marked = hearing.hold_conversations(rounds, listed, days, BEGUN, by=dana)
    paying.pay(rounds, listed, days, by=dana)
    visiting.meet(rounds, listed, days, by=dana)
    ending.end_some(study, days, by=dana)
    insights = deciding.learn(rounds, marked, BEGUN, by=dana)
    decisions = deciding.decide(rounds, insights, BEGUN, team)
    deciding.explain_changes(study, decisions, marked)
    deciding.share_back(rounds, decisions, days, BEGUN, by=dana)
    letter = asking.ask("survey_letter", "your-renewal-letter", rounds, days, by=dana)
    met["counter"] = counter.open_counter(study, team, days, by=dana)
    answer_letter(letter, met, days, by=dana)
    counting.set_quotas(letter, met, by=dana)
    partnering.share_links(letter.activity, met, days, by=dana)
    partnering.agree(study, met, days, by=dana)
    workshop = asking.ask(
        "survey_workshop", "how-the-workshop-went", rounds, days, by=dana
    )
    inviting.invite_to_workshop_survey(workshop, listed, days, by=dana)
    inviting.plan_letter_mailing(letter, by=dana)
