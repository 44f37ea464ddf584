import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.outreach import (
    asking,
    audiences,
    drafts,
    getting_ready,
    readiness,
    reasons,
    senders,
    wanted,
)
from studies.outreach.default_texts import defaults
from studies.outreach.materializing import materialize
from studies.outreach.models import Delivery, Message, Step, Wave
from studies.outreach.models.trail import moved
from studies.people import updates
from studies.people.models import Person
from studies.planning.models import Study

State = Wave.State


@transaction.atomic
def start(wave_id: int, *, by: User | None, now: datetime | None = None) -> Wave:
    """Queue every message of a mailing and wake a worker; started once, it stays so.

    For many people a worker does it, and the mailing runs when that is done. In a
    practice study it is practice for good: only members of the agency get it.
    """
    now = now or timezone.now()
    wave = _locked(wave_id)
    if wave.state != State.DRAFT:
        return wave
    few = getting_ready.has_few(wave)
    if not few:
        readiness.refuse_plain(wave, now)
    wave.is_practice = wave.only_practices
    wave.started_at, wave.started_by, wave.trouble = now, by, ""
    if few:
        getting_ready.all_at_once(wave, now)
    else:
        wave.getting_ready = getting_ready.steps_of(wave)[0]
    wave.state = State.RUNNING
    wave.save()
    wake.on_commit("outreach.deliver_due" if few else "outreach.get_ready")
    return wave


def pause(wave_id: int, *, by: User) -> Wave:
    """Hold everything that has not left yet; nothing is lost."""
    return _move(wave_id, State.PAUSED, {State.RUNNING})


def resume(wave_id: int, *, by: User) -> Wave:
    _refuse_without_sender(wave_id)
    wave = _move(wave_id, State.RUNNING, {State.PAUSED})
    # They have looked at what came back; see bounces.py.
    Wave.objects.filter(pk=wave_id).update(trouble="", resumed_at=timezone.now())
    wake.on_commit(
        "outreach.get_ready" if wave.getting_ready else "outreach.deliver_due"
    )
    return wave


def _refuse_without_sender(wave_id: int) -> None:
    wave = asking.wave_now(wave_id)
    if wave.trouble == senders.NO_SENDER and senders.is_missing(wave):
        raise Refusal(reasons.TROUBLES[senders.NO_SENDER], code="sender")


def ready_again(wave_id: int, *, by: User) -> Wave:
    """Try at once, and not when it is time, to get a mailing to many ready."""
    wave = Wave.objects.get(pk=wave_id)
    if wave.getting_ready:
        wake.on_commit("outreach.get_ready")
    return wave


@transaction.atomic
def stop(wave_id: int, *, by: User) -> Wave:
    """End a mailing for good: what waits is not sent, what was sent stays known."""
    wave = _move(wave_id, State.STOPPED, {State.RUNNING, State.PAUSED})
    waiting = Delivery.objects.queued().filter(wave=wave)
    waiting.update(**moved(Delivery.State.DROPPED, timezone.now(), "mailing_stopped"))
    return wave


@transaction.atomic
def _move(wave_id: int, to: str, since: set[str]) -> Wave:
    wave = _locked(wave_id)
    if wave.state == to:
        return wave
    if wave.is_panel:  # without its letter somebody would leave who was never asked
        raise Refusal(
            _(
                "Nothing was changed: CX Studio writes these letters by itself, and "
                "people lose their place without them."
            ),
            code="panel",
        )
    if wave.state not in since:
        raise Refusal(
            _("Nothing was changed: this mailing is %(state)s.")
            % {"state": wave.get_state_display()},
            code="wrong_state",
        )
    wave.state = to
    if to == State.STOPPED:
        wave.getting_ready = ""
    wave.save(update_fields=["state", "getting_ready"])
    return wave


def _locked(wave_id: int) -> Wave:
    # Without waiting for whoever writes rows that point at it, such as its messages.
    rows = Wave.objects.select_for_update(of=["self"], no_key=True)
    return rows.select_related("agency", "activity__round__study", "study").get(
        pk=wave_id
    )


@transaction.atomic
def send_share_back(
    study_id: int, *, by: User | None, news: str = "", now: datetime | None = None
) -> Wave:
    """Tell everyone who asked what changed in a study, once for each publication.

    `news` names the publication; without it, the day does, so that what is published
    on one day is told in one mail. Repeating tells only those who asked since.
    """
    now = now or timezone.now()
    study = Study.objects.select_for_update().select_related("agency").get(pk=study_id)
    news = news or f"{timezone.localtime(now):%Y-%m-%d}"
    wave = Wave.objects.filter(study=study, news=news).first()
    if wave is None:
        wave = Wave.objects.create(
            agency=study.agency,
            study=study,
            news=news,
            first=_share_back_message(study, by),
            is_practice=not study.counts,
            state=State.RUNNING,
            started_at=now,
            created_by=by,
        )
    if senders.is_missing(wave):  # published all the same; the messages wait for it
        wave.state, wave.trouble = State.PAUSED, senders.NO_SENDER
        wave.save(update_fields=["state", "trouble"])
    updates.keep_requests(study.pk)
    asked = Person.objects.filter(update_requests__study=study)
    audiences.write_down(wave, asked.order_by().distinct())
    materialize(wave, now)
    wake.on_commit("outreach.deliver_due")
    return wave


def going_out(wave: Wave) -> int:
    """How many people have a message waiting that is wanted as it stands now."""
    waiting = Delivery.objects.queued().filter(wave=wave)
    people = wave.audience.order_by().filter(pk__in=waiting.values("person"))
    rows = wanted.with_reason(people, wave, wave.steps[0], timezone.now())
    return rows.filter(reason="").count()


def _share_back_message(study: Study, by: User | None) -> Message:
    has = {"page", "agency", "stop"} | (
        {"phone"} if study.agency.contact_phone else set()
    )
    texts = {
        code: drafts.Words(*words)
        for code, words in defaults(Step.SHARE_BACK, has, anonymous=False).items()
    }
    source = study.source_language if study.source_language in texts else "en"
    message = Message.objects.create(
        agency=study.agency,
        step=Step.SHARE_BACK,
        subject=texts[source].subject,
        body=texts[source].body,
        source_language=source,
    )
    drafts.save_translations(message, texts, agency=study.agency, by=by)
    return message


def want_no_reminder(delivery_id: uuid.UUID) -> None:
    """ "I have answered, or would rather not": no reminder about this survey.

    What waits is dropped as if it never had: a time of the tap in a message's story
    would lead to whoever answered then.
    """
    row = Delivery.objects.select_related("wave").get(pk=delivery_id)
    Delivery.objects.filter(pk=row.pk).update(no_reminder=True)
    if row.person_id is None or row.wave.activity_id is None:
        return
    about = Delivery.objects.queued().filter(wave__activity=row.wave.activity_id)
    for waiting in about.filter(person=row.person_id).exclude(step=Step.THANKS):
        at = waiting.since or row.due_at
        dropped = moved(Delivery.State.DROPPED, at, "done")
        about.filter(pk=waiting.pk).update(**dropped)
