import pytest
from django.utils import translation

from studies.wording.tags import (
    direction,
    is_same_language,
    language_info,
    language_name,
    tidy,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ht", "ht"),
        (" VI ", "vi"),
        ("zh_Hans", "zh-hans"),
        ("zh-Hant-HK", "zh-hant-hk"),
        ("es-419", "es-419"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("de-x-plain", "de-x-plain"),
        ("quc", "quc"),
        ("xx", ""),
        ("", ""),
        ("e", ""),
        ("english language", ""),
        ("../es", ""),
        ("es--mx", ""),
        ("es-", ""),
        ("de-" + "-".join(["abcde"] * 8), ""),
    ],
)
def test_a_well_formed_tag_is_kept_in_one_spelling_and_no_other_is(written, kept):
    assert tidy(written) == kept


def test_each_language_has_its_own_name_and_direction():
    assert language_info("ht") == {
        "code": "ht",
        "name_local": "Kreyòl ayisyen",
        "name_translated": "Haitian Creole",
        "bidi": False,
    }
    assert language_info("ur")["bidi"] is True


def test_what_is_special_about_a_tag_stands_behind_the_nearest_name():
    assert language_name("es-pr") == "Spanish (es-pr)"
    assert language_name("zh-hant-hk") == "Traditional Chinese (zh-hant-hk)"


def test_a_language_nobody_named_goes_by_its_code():
    assert language_info("tlh") == {
        "code": "tlh",
        "name_local": "tlh",
        "name_translated": "tlh",
        "bidi": False,
    }


@pytest.mark.parametrize(
    ("tag", "side"),
    [
        ("ar", "rtl"),
        ("fa", "rtl"),
        ("ps", "rtl"),
        ("prs-af", "rtl"),
        ("pa", "ltr"),
        ("pa-arab", "rtl"),
        ("az-arab-ir", "rtl"),
        ("ar-latn", "ltr"),
        ("zh-hans", "ltr"),
        ("tlh", "ltr"),
    ],
)
def test_a_script_decides_on_the_direction_before_the_language_does(tag, side):
    assert direction(tag) == side


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("es-mx", "es", True),
        ("es", "es-419", True),
        ("pt-br", "pt", True),
        ("zh-cn", "zh-hans", True),
        ("zh-tw", "zh-hans", False),
        ("sr-latn", "sr-cyrl", False),
        ("fr", "es", False),
    ],
)
def test_tags_that_differ_by_country_alone_are_one_language(one, other, same):
    assert is_same_language(one, other) is same
