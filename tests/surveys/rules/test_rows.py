import pytest
from django.db import IntegrityError

from feedback.surveys.models import Rule, Section
from tests import make

pytestmark = pytest.mark.django_db
TREE = {"op": "answered", "question": "q1"}


def test_a_section_key_stands_once_in_a_survey():
    section = make.section(key="help")

    with pytest.raises(IntegrityError, match="section_key_once_per_survey"):
        make.section(survey=section.survey, key="help")


def test_a_section_has_a_title():
    with pytest.raises(IntegrityError, match="section_has_a_title"):
        make.section(title="")


def test_a_rule_key_stands_once_in_a_survey():
    rule = make.rule(key="end")

    with pytest.raises(IntegrityError, match="rule_key_once_per_survey"):
        make.rule(survey=rule.survey, key="end")


@pytest.mark.parametrize("effect", ["go", "end"])
def test_only_a_rule_that_goes_somewhere_names_a_section(effect):
    section = make.section() if effect == "end" else None

    with pytest.raises(IntegrityError, match="rule_names_a_section_to_go_to"):
        make.rule(effect=effect, section=section)


def test_a_check_across_questions_has_a_message():
    with pytest.raises(IntegrityError, match="check_across_questions_has_a_message"):
        make.rule(effect=Rule.Effect.CHECK, text="")


def test_sections_and_rules_belong_to_one_agency():
    rule, section = make.rule(), make.section()
    agency = rule.survey.agency

    assert list(Rule.objects.within(agency)) == [rule]
    assert list(Section.objects.within(agency)) == []
    assert list(Section.objects.within(section.survey.agency)) == [section]
