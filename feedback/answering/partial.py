"""Answers that nobody sent, of surveys that said that they would count all the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from feedback.answering import calculated, quota_groups, signs, waking
from feedback.answering.actions import flag
from feedback.answering.agreeing import Agreed, Standing
from feedback.answering.mismatches import mismatches
from feedback.answering.models import SurveyResponse
from feedback.surveys.kinds import KINDS, Answer
from feedback.surveys.kinds.ordering import orders
from feedback.surveys.rules import Walk, program
from studies.partners.models import Quota
from studies.people import terms
from studies.people.models import ConsentVersion

State = SurveyResponse.State
# What counting one changes; everything else stays as the person left it.
CHANGED = ["state", "answers", "choice_orders", "calculated", "merging", "signs"]
CHANGED += ["submitted_on", "is_over_quota"]


@transaction.atomic
def settle_batch(begun: QuerySet, erase, most: int) -> tuple[int, int]:
    """Count what may count of some of these, `erase` the others; how many of each.

    What is being saved or sent at this moment is passed by. Nobody counts twice by one
    personal link: whoever sent something else by it, or counts already, is erased here.
    """
    rows = begun.select_for_update(skip_locked=True, of=["self"])
    now = ConsentVersion.objects.in_force_at("survey__activity__")
    rows = rows.annotate(asked_now=now).select_related("version")
    # Of two beginnings by one link, the one that was saved more often stays.
    found = list(rows.order_by("-clock", "pk")[:most])
    taken = _taken(row.personal_link_id for row in found)
    over = []
    for row in found:
        if row.personal_link_id in taken or not _counts(row):
            over.append(row.pk)
            continue
        _count(row)
        if row.personal_link_id:
            taken.add(row.personal_link_id)
    return len(found) - len(over), erase(begun.filter(pk__in=over)) if over else 0


def _taken(links: Iterable) -> set:
    """The personal links that have brought something that counts."""
    rows = SurveyResponse.objects.ended().filter(personal_link__in=set(links) - {None})
    return set(rows.values_list("personal_link", flat=True))


def _counts(row: SurveyResponse) -> bool:
    """Whether the person was told, has agreed to what is asked, and answered at all."""
    told = row.is_kept_unsent and not row.is_practice
    if not told or row.mode == SurveyResponse.Mode.KIOSK:
        return False
    agreed = Agreed(row.consent_version_id, row.consent_language, row.consents)
    now = terms.of_version(row.asked_now) if row.asked_now else None
    return Standing(agreed, now).is_settled and _has_answers(row)


def _has_answers(row: SurveyResponse) -> bool:
    """What a link brought along is no answer of the person."""
    walk = _standing(row.version.document, row.answers)
    return any(
        row.answers.get(question["key"]) and KINDS[question["kind"]].is_on_page
        for question in walk.shown
    )


def _count(row: SurveyResponse) -> None:
    """Keep the answers of the pages that were left, by the rules of their version."""
    document = row.version.document
    walk = _standing(document, row.answers)
    left = [
        question
        for question in walk.shown
        if KINDS[question["kind"]].is_asked and question["key"] in row.answers
    ]
    row.answers = {q["key"]: walk.counted.get(q["key"], {}) for q in left}
    row.choice_orders = orders(left, row.pk.hex)
    row.calculated = calculated.fixed(program(document), walk)
    row.merging = {}
    row.signs = signs.signs(left, row.answers)
    row.is_over_quota = _is_over_quota(row, walk)
    row.state, row.submitted_on = State.PARTIAL, row.started_on
    row.save(update_fields=CHANGED)
    waking.fold_soon(row.survey_id)
    flag(row, document)


def _is_over_quota(row: SurveyResponse, walk: Walk) -> bool:
    """They were told so, of each of their groups: with a place in one they count."""
    if not row.over_quota:
        return False
    quotas = Quota.objects.filter(activity__survey=row.survey_id)
    mine = [g for g in quota_groups.of_quotas(quotas) if g.has(walk.counted)]
    return all(group.number in row.over_quota for group in mine)


def _standing(document: Mapping[str, Any], given: Mapping[str, Answer]) -> Walk:
    """The way that the answers lead, without those that do not go together."""
    answers = dict(given)
    while True:
        walk = program(document).walk(answers)
        faulty = [key for key in mismatches(document, walk) if answers.get(key)]
        if not faulty:
            return walk
        answers |= dict.fromkeys(faulty, {})
