import pytest

from cxstudio.refusal import Refusal
from studies.planning.models import Study
from studies.wording.findings import TextKind
from studies.wording.models import Override, Translation
from studies.wording.remarks import WrittenText, in_all_languages, review
from studies.wording.settling import settle
from studies.wording.translations import SourceText, translate
from tests import make

pytestmark = pytest.mark.django_db


def texts(study):
    about = WrittenText(
        study, "about", study.about, "en", TextKind.SHARE_BACK, name="About"
    )
    return in_all_languages([about])


def marked(study):
    return [
        (remark.name, remark.marked, remark.fix)
        for remark in review(texts(study)).found
    ]


def press(study, button, remark=None, **posted):
    remark = remark or review(texts(study)).found[0]
    posted |= {"key": remark.key} | ({button: "1"} if button else {})
    return settle(texts(study), posted, agency=study.agency, by=None)


def spanish(study, text):
    source = SourceText(f"study:{study.pk}:about", study.about)
    translate(source, "es", text, agency=study.agency, by=None, state="reviewed")


def test_every_language_of_a_text_is_reviewed_under_its_own_name():
    study = make.study(about="We utilize it.")
    spanish(study, "Lea y/o mande la carta.")

    assert marked(study) == [
        ("About", "utilize", "replace"),
        ("About (Spanish)", "y/o", "replace"),
    ]


def test_one_click_puts_the_plain_word_in():
    study = make.study(about="We utilize it. We utilize them.")

    press(study, "fix")

    assert Study.objects.get().about == "We use it. We utilize them."


def test_a_word_of_a_translation_is_put_in_there_and_is_to_be_read_again():
    study = make.study(about="Read it.")
    spanish(study, "Lea y/o mande la carta.")

    press(study, "fix")

    row = Translation.objects.get()
    assert (row.text, row.state) == ("Lea o mande la carta.", "draft")
    assert Study.objects.get().about == "Read it."


def test_an_outdated_translation_stays_outdated_when_a_word_is_mended():
    study = make.study(about="Read it.")
    spanish(study, "Lea y/o mande la carta.")
    before = Translation.objects.get().source_hash
    study.about = "Send it."
    study.save()

    press(study, "fix")

    assert Translation.objects.get().source_hash == before


def test_words_stay_with_a_reason_and_can_be_looked_at_again():
    study = make.study(about="We utilize it.")

    press(study, None, reason="It is the name of a law.")
    standing = review(texts(study))
    press(study, "again", standing.let_stand[0])

    assert standing.found == []
    assert [one.override.reason for one in standing.let_stand] == [
        "It is the name of a law."
    ]
    assert marked(study) == [("About", "utilize", "replace")]


def test_no_reason_no_exception():
    study = make.study(about="We utilize it.")

    with pytest.raises(Refusal) as refused:
        press(study, None, reason=" ")

    assert refused.value.code == "no_reason"
    assert not Override.objects.exists()


def test_a_text_that_changed_meanwhile_is_left_alone():
    study = make.study(about="We utilize it.")
    remark = review(texts(study)).found[0]
    study.about = "You utilize it."
    study.save()

    with pytest.raises(Refusal) as refused:
        press(study, "fix", remark)

    assert refused.value.code == "text_changed"
    assert Study.objects.get().about == "You utilize it."


def test_a_remark_without_ready_words_is_mended_by_hand():
    study = make.study(about="The letter was written.")

    with pytest.raises(Refusal) as refused:
        press(study, "fix")

    assert refused.value.code == "no_suggestion"


def test_nothing_written_is_nothing_to_review():
    empty = review(texts(make.study(about=" ")))

    assert (empty.is_empty, empty.found, empty.coverage) == (True, [], [])


def test_each_whole_is_measured_by_itself():
    study = make.study()
    hard = "Eligibility verification necessitates documentation of residency. " * 20
    written = [
        WrittenText(study, "about", hard, "en", TextKind.MESSAGE, whole="Invitation"),
        WrittenText(study, "title", "Hi.", "en", TextKind.MESSAGE, whole="Reminder"),
    ]

    whole = review(written).whole

    assert [(name, finding.rule.value) for name, finding in whole] == [
        ("Invitation", "reading_grade")
    ]


def test_a_review_asks_the_database_once(django_assert_num_queries):
    study = make.study(about="We utilize it. " * 30)
    written = texts(study)

    with django_assert_num_queries(1):
        review(written)
