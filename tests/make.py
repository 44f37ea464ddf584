"""One function per model: the smallest valid row, with keyword overrides."""

from datetime import timedelta
from itertools import count
from unittest import mock
from uuid import uuid4

from django.db.models import F, Model
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from feedback.results.models import Judgment
from feedback.safety.models import SafetyFlag
from feedback.surveys import publishing
from feedback.surveys.models import (
    Aid,
    BankQuestion,
    Choice,
    Question,
    Rule,
    Section,
    Survey,
)
from feedback.surveys.translation.languages import draft_texts
from studies.agencies.models import Agency, Member, Service, User
from studies.agencies.models.policies import OF_AGENCY
from studies.evidence.models import Decision, Highlight, Insight, ShareBack
from studies.intake.models import PeopleFile
from studies.outreach import actions as outreach
from studies.outreach import drafts, getting_ready, readiness
from studies.outreach.default_texts import defaults
from studies.outreach.models import Sender, Wave
from studies.partners import quotas
from studies.partners.models import Observation, OfficeAddress, Partner, Quota
from studies.people import consenting
from studies.people.models import (
    ConsentText,
    ConsentVersion,
    Conversation,
    LegalHold,
    Level,
    Method,
    PanelMember,
    Participant,
    Payment,
    Person,
    Withdrawal,
)
from studies.planning.models import Activity, ConceptVersion, Round, Segment, Study
from studies.sessions.models import Booking, Session, Slot
from studies.wording.models import Translation
from studies.wording.translations import SourceText, Wording, translate_all
from studies.wording.translations import translated as translated_texts

_numbers = count(1)


def n() -> int:
    return next(_numbers)


def agency(**fields) -> Agency:
    number = n()
    return Agency.objects.create(
        **{"name": f"Agency {number}", "slug": f"agency-{number}"} | fields
    )


def writing_rules() -> dict[str, int]:
    """What the form of an agency says of when and how often it writes to people."""
    return {name: policy.default for name, policy in OF_AGENCY.items()}


def user(**fields) -> User:
    number = n()
    values = {"email": f"person{number}@example.org", "name": f"Member {number}"}
    return User.objects.create_user(**values | fields)


def member(**fields) -> Member:
    fields.setdefault("agency", None)
    if fields["agency"] is None:
        fields["agency"] = agency()
    if "user" not in fields:
        fields["user"] = user()
    return Member.objects.create(**{"role": "lead"} | fields)


def service(**fields) -> Service:
    if "agency" not in fields:
        fields["agency"] = agency()
    return Service.objects.create(**{"name": f"Service {n()}"} | fields)


def study(**fields) -> Study:
    if "service" not in fields:
        fields["service"] = service(
            **({"agency": fields["agency"]} if "agency" in fields else {})
        )
    fields.setdefault("agency", fields["service"].agency)
    number = n()
    values = {
        "title": f"Study {number}",
        "slug": f"study-{number}",
        "launch_on": timezone.localdate() + timedelta(days=90),
    }
    return Study.objects.create(**values | fields)


def round_(**fields) -> Round:
    if "study" not in fields:
        fields["study"] = study()
    start = timezone.localdate()
    values = {
        "number": fields["study"].rounds.count() + 1,
        "purpose": Round.Purpose.UNDERSTAND,
        "starts_on": start,
        "ends_on": start + timedelta(days=20),
        "tell_by": start + timedelta(days=30),
    }
    return Round.objects.create(**values | fields)


def segment(**fields) -> Segment:
    if "study" not in fields:
        fields["study"] = study()
    return Segment.objects.create(**{"name": f"Group {n()}"} | fields)


def activity(**fields) -> Activity:
    if "round" in fields and fields["round"]:
        fields.setdefault("agency", fields["round"].study.agency)
    if "agency" not in fields:
        fields["agency"] = agency()
    number = n()
    values = {"kind": "survey", "name": f"Activity {number}", "slug": f"act-{number}"}
    return Activity.objects.create(**values | fields)


def survey(**fields) -> Survey:
    """A survey without questions; `activity__…` is given as `activity`."""
    if "activity" not in fields:
        fields["activity"] = activity()
    values = {"title": f"Survey {n()}", "purpose": "We want to write better letters."}
    return Survey.objects.create(**values | fields)


def question(**fields) -> Question:
    """A question, with `choices=["Yes", "No"]` as labels where its kind has them."""
    labels = fields.pop("choices", [])
    if "survey" not in fields:
        fields["survey"] = survey()
    position = fields["survey"].questions.count()
    values = {
        "key": f"q{position + 1}",
        "kind": "one_choice" if labels else "short_text",
        "label": f"Question {position + 1}?",
        "position": position,
    }
    row = Question.objects.create(**values | fields)
    Choice.objects.bulk_create(
        Choice(question=row, code=f"c{index + 1}", label=label, position=index)
        for index, label in enumerate(labels)
    )
    return row


def section(**fields) -> Section:
    if "survey" not in fields:
        fields["survey"] = survey()
    position = fields["survey"].sections.count()
    values = {
        "key": f"s{position + 1}",
        "title": f"Section {position + 1}",
        "position": position,
    }
    return Section.objects.create(**values | fields)


def rule(**fields) -> Rule:
    """A rule that ends the survey where its first question has an answer."""
    if "survey" not in fields:
        fields["survey"] = survey()
    position = fields["survey"].rules.count()
    values = {
        "key": f"r{position + 1}",
        "effect": Rule.Effect.END,
        "tree": {"op": "answered", "question": "q1"},
        "position": position,
    }
    return Rule.objects.create(**values | fields)


def aid(**fields) -> Aid:
    """A link to a sign-language video; a file is given by the action."""
    if "survey" not in fields:
        fields["survey"] = survey()
    values = {
        "language": "en",
        "kind": Aid.Kind.SIGNED,
        "token": f"token{n()}",
        "url": "https://video.example.org/1",
        "sign_language": "ase",
    }
    return Aid.objects.create(**values | fields)


def bank_question(**fields) -> BankQuestion:
    if "agency" not in fields:
        fields["agency"] = agency()
    values = {"kind": "short_text", "label": f"Saved {n()}?", "language": "en"}
    return BankQuestion.objects.create(**values | fields)


def published_survey(**fields) -> Survey:
    """A survey with one choice question and one text, published as version 1."""
    row = survey(**fields)
    question(survey=row, choices=["Yes", "No"])
    question(survey=row)
    publishing.publish(row.pk, by=user())
    return Survey.objects.get(pk=row.pk)


def translated(survey: Survey, language: str) -> None:
    """Read-over texts wherever a language has none: the source's own words."""
    missing = [
        Wording(SourceText(text.place, text.source), text.source)
        for text in translated_texts([s for _, s in draft_texts(survey)], language)
        if not text.text
    ]
    translate_all(missing, language, agency=survey.agency, by=None)
    Translation.objects.filter(language=language).update(state="reviewed")


def partner(**fields) -> Partner:
    if "agency" not in fields:
        fields["agency"] = agency()
    return Partner.objects.create(**{"name": f"Partner {n()}"} | fields)


def quota(**fields) -> Quota:
    """One place for who says "Yes" in a published survey; nobody is counted yet."""
    survey = fields.pop("survey", None) or published_survey()
    values = {"question_key": "q1", "codes": ["c1"], "labels": {"en": "Yes"}}
    values |= {"target": 1, "heard": {}, "by": None}
    return quotas.add(survey.activity_id, **values | fields)


def office(**fields) -> Partner:
    return partner(**{"kind": Partner.Kind.OFFICE} | fields)


def office_address(**fields) -> OfficeAddress:
    if "partner" not in fields:
        fields["partner"] = office()
    values = {"email": f"office{n()}@example.org", "how_we_got_it": "Asked for it"}
    return OfficeAddress.objects.create(**values | fields)


def observation(**fields) -> Observation:
    if "agency" not in fields:
        fields["agency"] = agency()
    if "written_by" not in fields:
        fields["written_by"] = user()
    return Observation.objects.create(**{"text": "Many ask about form 12."} | fields)


def people_file(**fields) -> PeopleFile:
    if "agency" not in fields:
        fields["agency"] = agency()
    values = {
        "name": f"people-{n()}.csv",
        "content": b"name,email\nAna Ruiz,ana@example.org\n",
        "encoding": "utf-8-sig",
        "heading_line": 1,
        "columns": {"0": "name", "1": "email"},
        "how_we_got_it": "Signed up at Harbor Lane",
    }
    return PeopleFile.objects.create(**values | fields)


def person(**fields) -> Person:
    if "agency" not in fields:
        fields["agency"] = agency()
    number = n()
    values = {
        "name": f"Person {number}",
        "email": f"customer{number}@example.org",
        "how_we_got_it": "Gave it to us at the counter",
    }
    return Person.objects.create(**values | fields)


def panel_member(**fields) -> PanelMember:
    """Somebody who said yes today to being asked again; `days` ago if given."""
    day = timezone.localdate() - timedelta(days=fields.pop("days", 0))
    if "person" not in fields:
        ours = {"agency": fields["agency"]} if "agency" in fields else {}
        fields["person"] = person(may_be_asked=False, **ours)
    fields["agency"] = fields["person"].agency
    sender(agency=fields["agency"])  # no letter to the panel goes out without
    state = fields.setdefault("state", PanelMember.State.CONFIRMED)
    values = {"number": n(), "asked_on": day, "sign_on": day}
    if state == PanelMember.State.CONFIRMED:
        values["confirmed_on"] = day
    if state == PanelMember.State.LEFT:
        values["left_on"] = day
    return PanelMember.objects.create(**values | fields)


def participant(**fields) -> Participant:
    if "study" not in fields:
        fields["study"] = study()
    if "person" not in fields:
        fields["person"] = person(agency=fields["study"].agency)
    number = fields["study"].participants.count() + 1
    return Participant.objects.create(**{"number": number} | fields)


def payment(**fields) -> Payment:
    """Offered today, to a participant of `study` where none is given."""
    if "participant" not in fields:
        ours = {"study": fields["study"]} if "study" in fields else {}
        fields["participant"] = participant(**ours)
    values = {
        "study": fields["participant"].study,
        "occasion": f"visit {n()}",
        "what_for": "Interview",
        "cents": 40_00,
        "offered_on": timezone.localdate(),
    }
    return Payment.objects.create(**values | fields)


def legal_hold(**fields) -> LegalHold:
    """On a whole agency, where no study is given."""
    if "study" in fields:
        fields["agency"] = fields["study"].agency
    elif "agency" not in fields:
        fields["agency"] = agency()
    values = {"reason": "A lawsuit.", "since": timezone.localdate()}
    return LegalHold.objects.create(**values | fields)


def withdrawal(**fields) -> Withdrawal:
    """One that waits, of one study."""
    if "participant" not in fields:
        fields["participant"] = participant()
    study = fields["participant"].study
    values = {"agency": study.agency, "study": study, "what": "study"}
    values |= {"asked": "staff", "asked_on": timezone.localdate()}
    return Withdrawal.objects.create(**values | fields)


def response(**fields) -> SurveyResponse:
    """A finished response to the survey's newest version, with no answer in it."""
    if "survey" not in fields:
        fields["survey"] = published_survey()
    values = {
        "version": fields["survey"].versions.first(),
        "language": "en",
        "state": SurveyResponse.State.SUBMITTED,
        "is_anonymous": True,
        "submitted_on": timezone.localdate(),
    }
    return SurveyResponse.objects.create(**values | fields)


def safety_flag(**fields) -> SafetyFlag:
    if "survey" not in fields:
        fields["survey"] = published_survey()
    values = {
        "response": uuid4(),
        "question_key": "q1",
        "raised_on": timezone.localdate(),
    }
    return SafetyFlag.objects.create(**values | fields)


def judgment(**fields) -> Judgment:
    values = {"leaves_out": True, "reason": "The same answers twice."}
    if "response" not in fields:
        fields["response"] = response()
    if "judged_by" not in fields:
        fields["judged_by"] = user()
    return Judgment.objects.create(**values | fields)


def open_activity(**fields) -> Activity:
    """A published confidential survey in a running study, at an agency with a phone."""
    if "round" not in fields:
        ours = {"agency": fields["agency"]} if "agency" in fields else {}
        fields["round"] = round_(study=study(state=Study.State.RUNNING, **ours))
    values = {"anonymous": False, "state": "published", "languages_ready": ["en"]}
    return activity(**values | fields)


def draft_wave(activity: Activity, people: list[Person], **fields) -> Wave:
    """A mailing with the default words that need nothing special, not started.

    A step is its texts, True for the default ones, or None; its days follow its name.
    """
    fields = {"invitation": True, "reminder": True, "reminder_after_days": 7} | fields
    pks = [row.pk for row in people]
    sender(agency=activity.agency)
    return drafts.save_draft(
        activity.pk,
        people=Person.objects.filter(pk__in=pks),
        words=step_words(activity, fields),
        **{"by": user()} | fields,
    )


def sender(**fields) -> Sender:
    """Who the agency's mailings come from, with the address checked."""
    values = {"address": "ask@agency.example.org", "reader": "Dana Reyes"}
    values |= {"reply_to": "dana@agency.example.org"} | fields
    agency_ = values.pop("agency", None) or agency()
    row = Sender.objects.filter(agency=agency_).first() or Sender(agency=agency_)
    values.setdefault("checked_at", timezone.now())
    values["checked_by"] = user() if values["checked_at"] else None
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def invited_wave(activity: Activity, people: list[Person], *, now, **fields) -> Wave:
    """A mailing whose invitations have left, though another had invited them before.

    Releases before "invited already" sent these; their reminders are shared still.
    """
    with mock.patch.object(readiness, "refuse_unready"):
        row = wave(activity, people, now=now, **fields)
    left = {"state": "handed_over", "claimed_at": now, "handed_over_at": now}
    row.deliveries.filter(step="invitation").update(**left)
    return row


def step_words(activity: Activity, fields: dict) -> dict[str, drafts.StepWords]:
    """Takes the steps out of `fields`."""
    has, words = {"link", "survey", "done", "stop", "agency"}, {}
    for step in ("invitation", "reminder", "reminder_2", "thank_you"):
        texts = fields.pop(step, None)
        days = fields.pop(f"{step}_after_days", 7)
        if texts is True:
            written = defaults(step, has, anonymous=activity.anonymous)
            texts = {code: drafts.Words(*text) for code, text in written.items()}
        if texts:
            words[step] = drafts.StepWords(texts, days)
    return words


def wave(activity: Activity, people: list[Person], **fields) -> Wave:
    """A started mailing."""
    now = fields.pop("now", None)
    row = draft_wave(activity, people, **fields)
    started = outreach.start(row.pk, by=None, now=now)
    if started.getting_ready:
        getting_ready.get_ready(started.pk)
        started.refresh_from_db()
    return started


def conversation(**fields) -> Conversation:
    """One interview with one person, today."""
    if "round" not in fields:
        fields["round"] = round_()
    fields.setdefault("agency", fields["round"].study.agency)
    values = {
        "held_on": timezone.localdate(),
        "method": Method.INTERVIEW,
        "level": Level.TALKED_TO,
    }
    return Conversation.objects.create(**values | fields)


def _evidence(model: type[Model], values: dict, fields: dict) -> Model:
    if "round" not in fields:
        study_ = fields.get("study")
        fields["round"] = round_(**({"study": study_} if study_ else {}))
    fields["study"] = fields["round"].study
    return model.objects.create(**values | fields)


def highlight(**fields) -> Highlight:
    if "conversation" not in fields and "response_id" not in fields:
        round__ = {"round": fields["round"]} if "round" in fields else {}
        fields["conversation"] = conversation(**round__)
    if fields.get("conversation"):
        fields.setdefault("round", fields["conversation"].round)
    return _evidence(Highlight, {"words": f"Words {n()}"}, fields)


def insight(**fields) -> Insight:
    """What we learned; `highlights` are what it rests on."""
    said = fields.pop("highlights", [])
    values = {"statement": f"Insight {n()}", "severity": Insight.Severity.SLOWS}
    row = _evidence(Insight, values, fields)
    row.highlights.set(said)
    return row


def decision(**fields) -> Decision:
    values = {"statement": f"Decision {n()}", "decided_by": "A leader"}
    return _evidence(Decision, values, fields)


def share_back(**fields) -> ShareBack:
    number = n()
    values = {
        "you_said": f"Said {number}",
        "outcome": ShareBack.Outcome.DID,
        "what_we_did": f"Did {number}",
    }
    return _evidence(ShareBack, values, fields)


def draft(**fields) -> ConceptVersion:
    if "study" not in fields:
        fields["study"] = study()
    number = fields["study"].drafts.count() + 1
    values = {"number": number, "title": "Letter", "body": f"Text {number}."}
    return ConceptVersion.objects.create(**values | fields)


def consent_text(**fields) -> ConsentText:
    """The draft of a study's consent, in English: take part, quote."""
    if "study" not in fields:
        fields["study"] = study()
    if "agency" not in fields:
        fields["agency"] = fields["study"].agency
    values = {"take_part": "We read your answers.", "quote": "You may show my words."}
    return ConsentText.objects.create(**values | fields)


def consent(**fields) -> ConsentVersion:
    """Version 1 of a consent text, published."""
    return consenting.publish(consent_text(**fields).pk, by=None)


def session(**fields) -> Session:
    """An interview at a place in Chicago, of a round of a running study."""
    if "round" not in fields:
        ours = {"agency": fields.pop("agency")} if "agency" in fields else {}
        fields["round"] = round_(study=study(state=Study.State.RUNNING, **ours))
    values = {
        "kind": Session.Kind.INTERVIEW,
        "title": f"Talk {n()}",
        "place": "Library, room 2",
        "time_zone": "America/Chicago",
        "languages": ["en", "es"],
    }
    return Session.objects.create(**values | fields)


def slot(**fields) -> Slot:
    """A time with one seat, in `days` days from now (3)."""
    if "session" not in fields:
        fields["session"] = session()
    at = timezone.now() + timedelta(days=fields.pop("days", 3), microseconds=n())
    values = {
        "starts_at": at,
        "minutes": fields["session"].minutes,
        "time_zone": fields["session"].time_zone,
    }
    return Slot.objects.create(**values | fields)


def booking(**fields) -> Booking:
    """Somebody invited to a session; with a `slot`, somebody who booked it."""
    if "slot" in fields:
        fields["session"] = fields["slot"].session
        fields = {"state": "booked", "booked_by": "person"} | fields
        Slot.objects.filter(pk=fields["slot"].pk).update(taken=F("taken") + 1)
    if "session" not in fields:
        fields["session"] = session()
    if "participant" not in fields:
        fields["participant"] = participant(study=fields["session"].round.study)
    return Booking.objects.create(**fields)
