from feedback.demo import content
from feedback.demo.days import Days
from feedback.demo.translating import keep
from studies.agencies.models import User
from studies.evidence import actions as evidence
from studies.evidence.models import Decision, Highlight, Insight, ShareBack
from studies.planning.models import Round, Study

SEVERITIES = {
    "blocks": Insight.Severity.BLOCKS,
    "slows": Insight.Severity.SLOWS,
    "annoys": Insight.Severity.ANNOYS,
    "works_well": Insight.Severity.WORKS,
}


def learn(
    rounds: dict[int, Round], marked: dict[str, Highlight], begun: int, *, by: User
) -> dict[str, Insight]:
    """What the team learned in the rounds so far, by key."""
    return {
        said["key"]: evidence.learn(
            rounds[said["round"]],
            statement=said["statement"],
            severity=SEVERITIES[said["severity"]],
            highlights=[marked[key] for key in said["highlights"]],
            counter=said["counter"]["note"],
            by=by,
        )
        for said in content.load("evidence")["insights"]
        if said["round"] <= begun
    }


def decide(
    rounds: dict[int, Round],
    insights: dict[str, Insight],
    begun: int,
    team: dict[str, User],
) -> dict[str, Decision]:
    return {
        said["key"]: evidence.decide(
            rounds[said["round"]],
            statement=said["statement"],
            decided_by=said["owner"],
            state=said["state"],
            reason=said["reason"],
            insights=[insights[key] for key in said["insights"]],
            by=team[said["owner"]],
        )
        for said in content.load("evidence")["decisions"]
        if said["round"] <= begun
    }


def explain_changes(
    study: Study, decisions: dict[str, Decision], marked: dict[str, Highlight]
) -> None:
    """Each change between two drafts, with the words that caused it."""
    drafts = {draft.number: draft for draft in study.drafts.all()}
    for said in content.load("drafts")["changes"]:
        if said["to_draft"] in drafts:
            evidence.change(
                decisions[said["decision"]],
                drafts[said["to_draft"]],
                before=said["before"],
                after=said["after"],
                note=said["note"],
                highlights=[marked[key] for key in said["because"]],
            )


def share_back(
    rounds: dict[int, Round],
    decisions: dict[str, Decision],
    days: Days,
    begun: int,
    *,
    by: User,
) -> None:
    """Write what came of it in four languages; round 1 is told, round 2 is not yet."""
    said, told = content.load("sharebacks"), []
    for item in said["items"]:
        if item["round"] > begun:
            continue
        answers = _with_days(item["answer"], days)
        row = evidence.write_share_back(
            rounds[item["round"]],
            you_said=item["you_said"]["en"],
            outcome=item["outcome"],
            what_we_did=answers["en"],
            decision=decisions[item["decision"]],
            by=by,
        )
        told += [(row, "you_said", item["you_said"]), (row, "what_we_did", answers)]
    first = rounds[1]
    first.not_heard = said["not_heard"]["en"]
    first.save(update_fields=["not_heard"])
    keep(first.study.agency, [*told, (first, "not_heard", said["not_heard"])])
    # Told weeks ago: not through the action, which would write to people today.
    ShareBack.objects.filter(round=first).update(
        published_at=days.at(days.round(1)["told"]),
        mailed_at=days.at(days.round(1)["told"]),
    )


def _with_days(texts: dict[str, str], days: Days) -> dict[str, str]:
    starts = {
        name: days.month_start(when["day"])
        for name, when in content.load("dates")["share_back"].items()
    }
    return {
        language: days.fill(text, language, **starts)
        for language, text in texts.items()
    }
