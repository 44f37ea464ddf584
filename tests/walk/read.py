"""Step 6: the results on the page, in a file and for a script: one set of numbers."""

import csv
import json
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.walk import invite, words, working

WORKER_SECONDS = 20


def see_results(walk) -> None:
    """Who took part, by link and language; a chart and a table for each question."""
    dana = walk.dana
    dana.get_by_role("link", name="Results", exact=True).click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("link", name=words.TITLE, exact=True).first.click()
    until_counted(walk)
    walk.eyes.on_studio(dana)
    assert figures(walk) == {"started": "1", "finished": "1"}
    assert cells(walk, "By language", "Spanish") == ["1", "1"]
    assert cells(walk, "By partner", invite.PARTNER) == ["1", "1"]
    assert cells(walk, "By invite link", "Poster at the door")[1:] == ["1", "1"]
    asked = dana.get_by_role("article", name=words.GOT_LETTER)
    expect(asked.locator(".chart-row").first).to_contain_text("Yes")
    expect(asked.locator(".chart-value").first).to_have_text("1")
    expect(asked.get_by_role("row", name="Yes").get_by_role("cell")).to_have_text("1")


def until_counted(walk) -> None:
    """Answers and openings are counted by the worker, which beat wakes."""
    working.beat()
    ends = time.monotonic() + WORKER_SECONDS
    while time.monotonic() < ends:
        if figures(walk).get("finished") == "1" and (
            cells(walk, "By invite link", "Poster at the door")[0] != "0"
        ):
            return
        walk.dana.reload()


def figures(walk) -> dict[str, str]:
    who = walk.dana.get_by_role("region", name="Who took part")
    names = who.locator("dt").all_inner_texts()
    numbers = dict(zip(names, who.locator("dd").all_inner_texts(), strict=True))
    return {name: numbers[name] for name in ("started", "finished")}


def cells(walk, table: str, row: str) -> list[str]:
    found = walk.dana.get_by_role("table", name=table).get_by_role("row", name=row)
    return found.get_by_role("cell").all_inner_texts()


def read_answers(walk) -> None:
    """Each comment in its language, the response around it; one is kept to cite."""
    dana = walk.dana
    results = dana.url
    expect(dana.get_by_text(words.SAID_CHANGE)).to_be_visible()
    asked = dana.get_by_role("article", name=words.CHANGE)
    asked.get_by_role("link", name="Read all of them").click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("button", name="Save as what people said").click()
    expect(dana.get_by_text("saved as what people said", exact=True)).to_be_visible()
    dana.get_by_role("link", name="The whole response").click()
    expect(dana.get_by_text(words.in_language("Very hard", "es"))).to_be_visible()
    walk.eyes.on_studio(dana)
    dana.goto(results)


def download(walk) -> None:
    dana = walk.dana
    dana.get_by_role("link", name="Download").click()
    walk.eyes.on_studio(dana)
    with dana.expect_download() as coming:
        dana.get_by_role("link", name="CSV for a program").click()
    lines = coming.value.path().read_text(encoding="utf-8").splitlines()
    [row] = csv.DictReader(lines)
    assert words.SAID_CHANGE in row.values()
    walk.survey = int(dana.url.split("/survey/")[1].split("/")[0])


def read_by_script(walk) -> None:
    """With a token made on the page, a script reads no answer of one person."""
    dana = walk.dana
    dana.get_by_role("link", name="API tokens").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("What it is for").fill("Monthly figures")
    dana.get_by_role("button", name="Make it").click()
    secret = dana.locator("code.cx-copy").inner_text()
    walk.eyes.on_studio(dana)
    address = f"{walk.site}/api/v1/surveys/{walk.survey}/"
    headers = {"Authorization": f"Bearer {secret}"}
    with urlopen(Request(address, headers=headers)) as answer:
        assert json.load(answer)["id"] == walk.survey
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{address}tallies/", headers=headers))
    with refused.value as answer:
        assert (answer.code, json.load(answer)["code"]) == (400, "too_few")
