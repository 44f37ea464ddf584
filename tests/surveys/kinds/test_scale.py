import pytest

from feedback.surveys.kinds import KINDS, kind_of_xls
from feedback.surveys.kinds.presets import PRESETS
from tests.surveys.kinds.example import Example, drawn

SCALE = KINDS["scale"]
EXAMPLE = Example(
    kind="scale",
    choices=("1", "2", "3"),
    settings={"preset": "stars"},
    sent={"q1": "2"},
    answer={"code": "2"},
    said=["2"],
    counted=["2"],
    cells=["2"],
    refused=({"q1": "4"},),
)


def figures(preset: str, **counts: int) -> list[tuple]:
    found = {code.removeprefix("c"): count for code, count in counts.items()}
    return [(f.name, f.value, f.n) for f in SCALE.figures(found, {"preset": preset})]


@pytest.mark.parametrize(
    "preset, codes",
    [
        ("likert", "1 2 3 4 5"),
        ("csat", "1 2 3 4 5"),
        ("ces", "1 2 3 4 5 6 7"),
        ("nps", "0 1 2 3 4 5 6 7 8 9 10"),
        ("stars", "1 2 3 4 5"),
        ("thumbs", "1 0"),
    ],
)
def test_each_ready_scale_brings_its_points(preset, codes):
    ready = SCALE.ready_choices({"preset": preset})

    assert [code for code, _label in ready] == codes.split()
    assert len({label for _code, label in ready}) == len(ready)


def test_every_ready_scale_is_in_the_form():
    field = SCALE.setting_fields()["preset"]

    assert [code for code, _label in field.choices] == ["", *PRESETS]
    assert SCALE.ready_choices({}) == []


def test_the_net_promoter_score_needs_thirty_people():
    assert figures("nps", c9=10, c10=6, c7=4, c3=10) == [
        ("nps", "+20", 30),
        ("mean", "6.9", 30),
    ]
    assert figures("nps", c9=29) == [("mean", "9.0", 29)]
    assert figures("nps", c9=4) == []


def test_the_share_that_was_satisfied_is_of_those_on_the_scale():
    assert figures("csat", c5=20, c4=4, c1=8) == [
        ("share", "75%", 32),
        ("mean", "3.9", 32),
    ]
    assert figures("thumbs", c1=15, c0=15) == [("share", "50%", 30)]


def test_own_points_have_no_mean_because_nothing_says_how_far_apart_they_are():
    assert figures("", easy=20, hard=20) == []


def test_stars_are_drawn_and_not_read_aloud():
    html = drawn(EXAMPLE.question())

    assert '<span class="choice-sign" aria-hidden="true">★★</span> 2' in html


def test_numbers_from_0_to_10_stand_side_by_side_between_their_ends_in_words():
    html = drawn(EXAMPLE.question(settings={"preset": "nps"}), "en")

    assert 'class="choices choices--row"' in html
    assert "choices--row" not in drawn(EXAMPLE.question(settings={"preset": ""}))


def test_a_likert_of_an_xlsform_is_a_scale():
    assert kind_of_xls("select_one agreement", "likert") == "scale"
    assert kind_of_xls("select_one agreement", "minimal") == "one_choice"
