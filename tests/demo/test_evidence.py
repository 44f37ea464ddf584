from collections import Counter

from feedback.demo import content

EVIDENCE = content.load("evidence")
DRAFTS = content.load("drafts")
HIGHLIGHTS = {
    highlight["key"]: talk
    for talk in EVIDENCE["conversations"]
    for highlight in talk["highlights"]
}


def in_round(number):
    return [talk for talk in EVIDENCE["conversations"] if talk["round"] == number]


def test_round_one_has_nine_interviews_six_in_spanish_and_one_proxy():
    own = [talk for talk in in_round(1) if "proxy" not in talk]
    proxies = [talk for talk in in_round(1) if "proxy" in talk]

    assert Counter(talk["language"] for talk in own) == {"es": 6, "en": 3}
    assert {talk["method"] for talk in own} == {"interview"}
    assert [talk["person"] for talk in proxies] == ["P-010"]


def test_round_two_is_a_workshop_of_eight_with_three_dots_each():
    workshop = EVIDENCE["workshop"]

    assert [talk["method"] for talk in in_round(2)] == ["workshop"] * 8
    assert [sum(n for _, n in vote["dots"]) for vote in workshop["votes"]] == [24, 24]


def test_round_three_hears_seven_people_three_of_them_new():
    before = {talk["person"] for talk in in_round(1) + in_round(2)}
    new = [talk for talk in in_round(3) if talk["person"] not in before]

    assert len(in_round(3)) == 7
    assert [talk["partner"] for talk in new] == ["ferrywick"] * 3


def test_six_of_nine_read_the_date_as_an_interview_and_one_read_it_right():
    [insight] = [i for i in EVIDENCE["insights"] if i["key"] == "date_is_interview"]

    assert len({HIGHLIGHTS[key]["person"] for key in insight["highlights"]}) == 6
    assert len(insight["counter"]["highlights"]) == 1


def test_every_highlight_is_named_once():
    keys = [h["key"] for talk in EVIDENCE["conversations"] for h in talk["highlights"]]

    assert len(keys) == len(set(keys)) == 33


def test_words_said_in_another_language_are_kept_beside_the_english():
    lacking = [
        highlight["key"]
        for talk in EVIDENCE["conversations"]
        for highlight in talk["highlights"]
        if bool(highlight["original"]) != (talk["language"] != "en")
    ]

    assert lacking == []


def test_insights_cite_highlights_of_their_round():
    wrong = [
        insight["key"]
        for insight in EVIDENCE["insights"]
        for key in insight["highlights"] + insight["counter"]["highlights"]
        if HIGHLIGHTS[key]["round"] != insight["round"]
    ]

    assert wrong == []


def test_decisions_cite_insights_and_name_owner_and_reason():
    insights = {insight["key"] for insight in EVIDENCE["insights"]}
    team = {member["name"] for member in content.load("agency")["team"]}

    for decision in EVIDENCE["decisions"]:
        assert decision["insights"] != []
        assert set(decision["insights"]) <= insights
        assert decision["owner"] in team
        assert decision["reason"] != ""


def test_changes_and_share_backs_stand_on_decisions():
    decisions = {decision["key"] for decision in EVIDENCE["decisions"]}
    standing = DRAFTS["changes"] + content.load("sharebacks")["items"]

    assert [row["key"] for row in standing if row["decision"] not in decisions] == []


def test_changes_quote_the_drafts_and_the_words_that_caused_them():
    texts = {d["number"]: " ".join(d["letter"]["en"]) for d in DRAFTS["drafts"]}

    for change in DRAFTS["changes"]:
        assert change["before"] in texts[change["from_draft"]]
        assert change["after"] in texts[change["to_draft"]]
        assert set(change["because"]) <= set(HIGHLIGHTS)
        assert change["because"] != []


def test_share_backs_are_three_two_and_one_over_the_rounds():
    rounds = Counter(item["round"] for item in content.load("sharebacks")["items"])

    assert rounds == {1: 3, 2: 2, 3: 1}


def test_people_of_the_first_two_rounds_are_in_the_vault_and_agree_with_the_talks():
    people = {person["code"]: person for person in content.load("people")}
    talks = in_round(1) + in_round(2)

    assert sorted(people) == sorted(talk["person"] for talk in talks)
    for talk in talks:
        person = people[talk["person"]]
        assert person["language"] == talk["language"]
        assert person["partner"] == talk["partner"]
        assert person["how_we_got_it"] != ""


def test_segments_are_those_of_the_plan():
    planned = {segment["code"] for segment in content.load("study")["segments"]}
    used = {s for talk in EVIDENCE["conversations"] for s in talk["segments"]}

    assert used == planned
