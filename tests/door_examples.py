"""Rows of one agency, for the sweep in which another agency's member tries each door.

A door is covered by the longest beginning of its address listed here. When the sweep
says that a door has no example, add its beginning and what its address asks for.
"""

from feedback.interchange.models import IncomingFile
from feedback.surveys.outside import commenting, guests
from studies.agencies import api_tokens, joining
from studies.agencies.models import Agency, Service
from studies.agencies.permissions import Role
from studies.evidence.models import Decision, Highlight, Insight, ShareBack
from studies.partners import actions as partners
from studies.partners import contacts
from studies.people.models import Conversation
from studies.planning.models import Round, Study
from tests import make


def member(agency: Agency) -> dict:
    return {"pk": make.member(agency=agency).pk}


def invitation(agency: Agency) -> dict:
    email = f"invited{make.n()}@example.org"
    row = joining.invite(agency.pk, email=email, role=Role.VIEWER, by=None)
    return {"pk": row.pk}


def token(agency: Agency) -> dict:
    return {"pk": api_tokens.make(agency, name="Script", by=make.user())[0].pk}


def bank_question(agency: Agency) -> dict:
    return {"bank_pk": make.bank_question(agency=agency).pk}


def archived(agency: Agency) -> dict:
    return {"kind": "service", "pk": make.service(agency=agency).pk}


def study(agency: Agency) -> dict:
    row = make.round_(study=make.study(agency=agency))
    make.activity(round=row, languages_ready=["en", "es"])
    make.draft(study=row.study)
    person = make.participant(study=row.study)
    return {
        "slug": row.study.slug,
        "number": row.number,
        "participant_number": person.number,
        "payment_pk": make.payment(participant=person).pk,
        "pk": person.person_id,
        "language": "es",
    }


def round_of(agency: Agency) -> Round:
    return make.round_(study=make.study(agency=agency))


def survey(agency: Agency) -> dict:
    row = make.published_survey(activity=make.open_activity(agency=agency))
    response = make.response(survey=row)
    link = guests.make_link(row.pk, "comment", by=None)
    [comment] = commenting.comment(link.pk, "Ana Ruiz", {"": "It is long."})
    file = IncomingFile.objects.create(
        survey=row, language="es", name="texts.po", units=[]
    )
    return {
        "pk": row.pk,
        "quota_pk": make.quota(survey=row).pk,
        "file_pk": file.pk,
        "ending": "po",
        "comment_pk": comment.pk,
        "aid_pk": make.aid(survey=row).pk,
        "bank_pk": make.bank_question(agency=agency).pk,
        "link_pk": link.pk,
        "question_pk": row.questions.first().pk,
        "rule_pk": make.rule(survey=row).pk,
        "section_pk": make.section(survey=row).pk,
        "what": "show",
        "row_pk": row.questions.first().pk,
        "response_id": response.pk,
        "language": "es",
        "key": "q2",
        "place": "check",
        "number": 1,
    }


def consent(agency: Agency) -> dict:
    version = make.consent(study=make.study(agency=agency))
    return {"pk": version.text_id, "number": 1, "language": "es"}


def person(agency: Agency) -> dict:
    file = make.people_file(agency=agency)
    return {"pk": make.person(agency=agency).pk, "file_pk": file.pk}


def panel_member(agency: Agency) -> dict:
    return {"pk": make.panel_member(agency=agency).pk}


def words(agency: Agency) -> dict:
    return {"slug": agency.slug, "language": "es"}


def decision(agency: Agency) -> dict:
    return {"pk": make.decision(round=round_of(agency)).pk}


def partner(agency: Agency) -> dict:
    row = make.partner(agency=agency)
    contact = contacts.add(row.pk, name="Luz Prado", by=None)
    slug = make.study(agency=agency).slug
    site = row.sites.create(name="Desk")
    found = {"pk": row.pk, "slug": slug, "contact_pk": contact.pk}
    return found | {"site_pk": site.pk}


def link(agency: Agency) -> dict:
    activity = make.open_activity(agency=agency)
    return {"pk": partners.make_link(activity.pk, by=None).pk}


def session(agency: Agency) -> dict:
    slot = make.slot(session=make.session(agency=agency))
    booking = make.booking(slot=slot)
    make.consent(study=slot.session.round.study)
    note = slot.session.notes.create(kind="seen", text="They laughed.")
    letter = booking.letters.create(
        kind="confirmation", sequence=0, due_at=slot.starts_at
    )
    return {
        "pk": slot.session_id,
        "slot_pk": slot.pk,
        "booking_pk": booking.pk,
        "note_pk": note.pk,
        "kind": "reminder",
        "letter_pk": letter.pk,
        "language": "es",
    }


def observation(agency: Agency) -> dict:
    return {"pk": make.observation(agency=agency).pk}


def flag(agency: Agency) -> dict:
    survey = make.published_survey(activity=make.open_activity(agency=agency))
    return {"response_id": make.safety_flag(survey=survey).response}


def hold(agency: Agency) -> dict:
    return {"hold_pk": make.legal_hold(agency=agency).pk}


def mailing(agency: Agency) -> dict:
    activity = make.open_activity(agency=agency)
    wave = make.wave(activity, [make.person(agency=agency)])
    return {
        "pk": wave.pk,
        "activity_pk": activity.pk,
        "delivery_pk": wave.deliveries.first().pk,
        "step": "invitation",
        "language": "en",
    }


# The beginning of an address → what fills its gaps.
PAGES = {
    "studio/members/": member,
    "studio/invitations/": invitation,
    "studio/tokens/": token,
    "studio/archived/": archived,
    "studio/study/<slug:slug>/": study,
    "studio/survey/<int:pk>/": survey,
    "studio/bank/<int:bank_pk>/": bank_question,
    "studio/agency/<slug:slug>/words/": words,
    "studio/decision/": decision,
    "studio/people/": person,
    "studio/people/again/": panel_member,
    "studio/consent/": consent,
    "studio/partners/": partner,
    "studio/partners/link/": link,
    "studio/observations/": observation,
    "studio/legal-holds/": hold,
    "studio/mailings/": mailing,
    "studio/sessions/": session,
    "studio/may-need-help/": flag,
}


# Models with a list in the studio → one row of the agency.
ROWS = {
    Service: lambda agency: make.service(agency=agency),
    Agency: lambda agency: agency,
    Study: lambda agency: make.study(agency=agency),
    Conversation: lambda agency: make.conversation(round=round_of(agency)),
    Highlight: lambda agency: make.highlight(
        conversation=make.conversation(round=round_of(agency))
    ),
    Insight: lambda agency: make.insight(round=round_of(agency)),
    Decision: lambda agency: make.decision(round=round_of(agency)),
    ShareBack: lambda agency: make.share_back(round=round_of(agency)),
}
