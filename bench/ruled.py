"""Measured inside Django: a page and publishing of the survey with 400 rules."""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping

from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from bench.ruled_survey import make_survey
from feedback.answering import reading, walking
from feedback.answering.mismatches import on_page
from feedback.answering.pages import Filling, PageSet
from feedback.surveys import publishing
from feedback.surveys.rules import program
from feedback.surveys.rules.proving.events import happened
from feedback.surveys.rules.proving.proof import prove
from tests import make

AGENCY = {"name": "Agency", "logo_url": "", "contact_phone": ""}


def milliseconds(work: Callable[[], object], rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def answers_to(document: Mapping, chance: random.Random) -> dict:
    """A person's answers, on a way that gets far."""
    found = {}
    for question in document["questions"]:
        codes = [choice["code"] for choice in question["choices"]]
        answer = {"code": chance.choice(codes)} if codes else {"value": "7"}
        found[question["key"]] = answer
    return found


def one_page(document: Mapping, pages: PageSet, index: int, stored: Mapping) -> str:
    """What the views do between reading a page's POST and sending the next page."""
    keys = document["pages"][index]
    walk = program(document).walk(stored)
    asked = [question for question in walk.shown if question["key"] in keys]
    post = QueryDict(mutable=True)
    for question in asked:
        answer = stored[question["key"]]
        post[question["key"]] = answer.get("code") or answer["value"]
    read, _faults = reading.read_page(document, asked, stored, post)
    answers = {**stored, **read}
    on_page(document, answers, keys)
    where = walking.after(document, answers, index)
    place = int(where.split("/")[1]) - 1 if where.startswith("q/") else index
    return pages.question_page(place, Filling(answers=answers))


def bare_conditions(document: Mapping) -> Callable[[Mapping], int]:
    """The same conditions, as somebody would write them in a loop by hand."""
    trees = [q["show_when"] for q in document["questions"] if q["show_when"]]
    trees += [r["tree"] for r in document["rules"] if r["effect"] in ("end", "go")]

    def holds(tree: Mapping, answers: Mapping) -> bool:
        op = tree["op"]
        if op == "is":
            return answers.get(tree["question"], {}).get("code") == tree["choice"]
        if op == "and":
            return all(holds(part, answers) for part in tree["of"])
        if op == "or":
            return any(holds(part, answers) for part in tree["of"])
        if op == "not":
            return not holds(tree["of"], answers)
        return sum(holds(part, answers) for part in tree["of"]) >= tree["count"]

    return lambda answers: sum(holds(tree, answers) for tree in trees)


def main(rounds: int) -> None:
    survey, by = make_survey(), make.user()
    reverse("survey-list")  # addresses are read once in the life of a process
    spent = time.process_time()
    [publish_ms] = milliseconds(lambda: publishing.publish(survey.pk, by=by), 1)
    publish_cpu = (time.process_time() - spent) * 1000
    document = survey.versions.get().document
    [proof_ms] = milliseconds(lambda: prove(document), 1)
    pages = PageSet(document, "en", AGENCY)
    people = [answers_to(document, random.Random(n)) for n in range(10)]
    far = max(people, key=lambda each: len(program(document).walk(each).shown))
    indexes = walking.shown_pages(document, far)
    for index in indexes:  # each page is drawn once in the life of a process
        one_page(document, pages, index, far)
    taken = [  # the middle of a page's rounds: what else runs here is no page's fault
        statistics.median(
            milliseconds(
                lambda index=index: one_page(document, pages, index, far), rounds
            )
        )
        for index in indexes
    ]
    walked = milliseconds(lambda: program(document).walk(far), 30 * rounds)
    bare = bare_conditions(document)
    reference = milliseconds(lambda: bare(far), 30 * rounds)
    stored = json.dumps(document)
    kept = milliseconds(lambda: _keep(stored), 3)
    figures = {
        "questions": len(document["questions"]),
        "rules": _rules(document),
        "shown": len(program(document).walk(far).shown),
        "happened": len(happened(program(document), far, ())),
        "page_median": statistics.median(taken),
        "page_slowest": max(taken),
        "walk": statistics.median(walked),
        "bare": statistics.median(reference),
        "publish": publish_ms,
        "publish_cpu": publish_cpu,
        "proof": proof_ms,
        "kept": statistics.median(kept),
        "megabytes": len(stored) / 1e6,
    }
    print(json.dumps(figures))


def _rules(document: Mapping) -> int:
    own = sum(bool(q["show_when"]) for q in document["questions"])
    own += sum(bool(q["require_when"]) for q in document["questions"])
    return own + len(document["rules"])


def _keep(document: str) -> None:
    """The least that publishing must do: read the document and store it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS kept (document jsonb)")
        cursor.execute(
            "INSERT INTO kept VALUES (%s)", [json.dumps(json.loads(document))]
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
