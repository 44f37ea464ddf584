"""What each column and each code of an export means, as rows of a small table."""

from collections.abc import Mapping, Sequence

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.answering.models import SurveyResponse
from feedback.exports.columns import (
    NO_VALUE,
    NOT_CALCULATED,
    NOT_RECORDED,
    Holds,
    PlannedColumn,
)
from feedback.exports.plan import CONSENTS, Plan
from feedback.results.asked import AskedQuestion, Documents, asked
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import NOT_SHOWN
from feedback.surveys.models import Survey
from feedback.surveys.rules.formulas import Formula, formulas
from feedback.surveys.rules.piping import unasked_texts
from studies.partners.models import Quota
from studies.people.models import ConsentVersion

# A question as one version asked it, and the labels of its columns by name.
Wording = tuple[AskedQuestion, Mapping[str, str]]
# {(kind, text, code, meaning): versions}
Said = dict[tuple[str, str, str, str], list[int]]
CONSENT, QUOTAS = "_consent_version", "_full_quotas"
HEADER = ["column", "question", "kind", "text", "code", "meaning", "versions", "until"]


def rows(
    plan: Plan,
    documents: Documents,
    consents: Sequence[tuple[int, str]] = (),
    quotas: Sequence[tuple[int, str]] = (),
) -> list[list[str]]:
    """One row for each column, code and wording, in the order of the columns.

    `consents` are the consent texts that people read, see `read_texts`; `quotas` are
    those of the survey, see `quotas_of`.

    `versions` are those that said it in these words; `until` is the last of them
    where the newest version no longer says it.
    """
    found = []
    numbered = {CONSENT: consents, QUOTAS: quotas}
    for name, text in _about():
        found.append([name, "", "", text, "", "", "", ""])
        for number, meaning in numbered.get(name, ()):
            found.append([name, "", "", text, str(number), meaning, "", ""])
    wordings, calculations = _wordings(documents), _calculations(documents)
    for column in plan.columns:
        if column.holds == Holds.VALUE:
            said = _calculated(calculations[column.key])
        elif column.holds == Holds.ORDER:
            said = _order(wordings[column.key])
        else:
            said = _said(column, wordings.get(column.key, {}))
        for (kind, text, code, meaning), numbers in said.items():
            versions = " ".join(str(number) for number in sorted(numbers))
            last = max(numbers)
            until = str(last) if last < max(documents) else ""
            start = [column.name, column.key, kind, text]
            found.append([*start, code, meaning, versions, until])
    return found


def read_texts(survey: Survey) -> list[tuple[int, str]]:
    """Each consent text that people of the survey read: its number, and which it is."""
    read = survey.responses.exclude(consent_version=None).order_by()
    versions = ConsentVersion.objects.filter(pk__in=read.values("consent_version"))
    text = _("published on %(day)s; fingerprint of its words: %(fingerprint)s")
    return [
        (
            version.number,
            text
            % {
                "day": timezone.localdate(version.published_at).isoformat(),
                "fingerprint": version.fingerprint,
            },
        )
        for version in versions.order_by("number", "pk")
    ]


def quotas_of(survey: Survey) -> list[tuple[int, str]]:
    """Each quota of the survey, archived ones with them: its number, and its group."""
    rows = Quota.objects.filter(activity=survey.activity_id).order_by("number")
    return [(quota.number, quota.in_words(survey.source_language)) for quota in rows]


def _wordings(documents: Documents) -> dict[str, dict[int, Wording]]:
    """{question key: {version: its question as asked then}}, newest version first."""
    found: dict[str, dict[int, Wording]] = {}
    for number in sorted(documents, reverse=True):
        document = documents[number]
        source = document["source_language"]
        texts = unasked_texts(document["texts"][source])
        compiled = {question["key"]: question for question in document["questions"]}
        for question in asked({number: document}, source):
            kind = KINDS[question.kind]
            columns = kind.columns(compiled[question.key], texts)
            labels = {column.name: column.label for column in columns}
            found.setdefault(question.key, {})[number] = (question, labels)
    return found


def _calculations(documents: Documents) -> dict[str, dict[int, Formula]]:
    """{name of a value: {version: how it was calculated then}}, newest version first."""
    found: dict[str, dict[int, Formula]] = {}
    for number in sorted(documents, reverse=True):
        document = documents[number]
        texts = unasked_texts(document["texts"][document["source_language"]])
        for formula in formulas(document, texts):
            found.setdefault(formula.name, {})[number] = formula
    return found


def _calculated(versions: Mapping[int, Formula]) -> Said:
    """What a calculated value is, how it comes about, and why there may be none."""
    found: Said = {}
    for number, formula in versions.items():
        is_number = _("The number that was calculated; pages show two decimals of it")
        meaning = _("The day that was calculated") if formula.is_day else is_number
        meanings = [
            ("", meaning),
            (NO_VALUE, _("An answer that it is calculated from is missing")),
            (NOT_CALCULATED, _("The version that was answered did not calculate it")),
        ]
        kind = "calculated_date" if formula.is_day else "calculated_number"
        for code, said in meanings:
            found.setdefault((kind, formula.sentence, code, said), []).append(number)
    return found


def _order(wordings: Mapping[int, Wording]) -> Said:
    """That a column holds the order in which a person saw the choices."""
    found: Said = {}
    for number, (question, _labels) in wordings.items():
        meanings = [
            (
                "",
                _("Codes of the choices as this person saw them, the first one first"),
            ),
            (NOT_RECORDED, _("The order was drawn by lot and not recorded")),
            (NOT_SHOWN, _("The question was not shown to this person")),
        ]
        text = _("%(question)s (order of the choices)") % {"question": question.label}
        for code, said in meanings:
            found.setdefault(("choice_order", text, code, said), []).append(number)
    return found


def _said(column: PlannedColumn, wordings: Mapping[int, Wording]) -> Said:
    """What one column of answers holds."""
    found: Said = {}
    for number, (question, labels) in wordings.items():
        if column.stem not in labels:
            continue
        meanings = KINDS[question.kind].meanings(question, column.stem)
        for code, meaning in meanings:
            said = (question.kind, labels[column.stem], code, meaning)
            found.setdefault(said, []).append(number)
    return found


def _named(choices: type[TextChoices]) -> str:
    return ", ".join(f"{choice.value} = {choice.label}" for choice in choices)


def _about() -> list[tuple[str, str]]:
    modes = _named(SurveyResponse.Mode)
    helped = _("What a helper did, with a space between; empty without one: %(codes)s")
    proxy = _("Why somebody else answered; empty where nobody did: %(codes)s")
    codes = _("%(purpose)s: 1 = agreed, 0 = asked and did not agree, empty = not asked")
    return [
        ("_response", _("Random number of the response")),
        ("_version", _("Version of the survey that was answered")),
        ("_language", _("Language in which the person answered")),
        ("_partner", _("Partner whose link was used; empty for none")),
        (
            "_day",
            _("Day on which the answers were sent; if not sent, when they were begun"),
        ),
        (
            "_finished",
            _("1 = sent; 0 = the person stopped part-way, what was answered counts"),
        ),
        ("_mode", _("How the answers were given: %(modes)s") % {"modes": modes}),
        ("_help", helped % {"codes": _named(SurveyResponse.Help)}),
        ("_proxy_reason", proxy % {"codes": _named(SurveyResponse.ProxyReason)}),
        ("_synthetic", _("1 = made up by a program, 0 = given by a person")),
        ("_practice", _("1 = practice, not counted anywhere; 0 = counted")),
        ("_pilot", _("1 = tried the questions out for the team; never counted")),
        (
            "_left_out",
            _("1 = somebody of the team judged that it does not count; 0 = counted"),
        ),
        (
            "_over_quota",
            _("1 = every group of the person was full, so it is in no count"),
        ),
        (
            QUOTAS,
            _("Quotas that were full, by number with a space between; empty for none"),
        ),
        (
            CONSENT,
            _("Version of the consent text that the person read; empty for none"),
        ),
        ("_consent_language", _("Language in which the person read it")),
        *((name, codes % {"purpose": p.label}) for name, p in CONSENTS.items()),
    ]
