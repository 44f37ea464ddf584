import pytest
from django.urls import reverse

from feedback.surveys.models import Rule, Section
from tests import make
from tests.surveys.rules.documents import picks

pytestmark = pytest.mark.django_db
YES = picks("q1", "c1")


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(dana):
    survey = make.survey(activity=make.activity(agency=dana.agency))
    make.question(survey=survey, label="A letter?", choices=["Yes", "No"])
    make.question(survey=survey, label="How old are you?", kind="number")
    make.question(survey=survey, label="When did you ask?", kind="date")
    make.question(survey=survey, label="When did it come?", kind="date")
    make.question(survey=survey, label="What did it say?")
    return survey


def at(survey, what, row=None):
    if row is None:
        return reverse("survey-rule-new", args=[survey.pk, what])
    return reverse("survey-rule", args=[survey.pk, what, row.pk])


def of(survey, key):
    return survey.questions.get(key=key)


def condition(number, subject, **fields):
    named = {"subject": subject} | fields
    return {f"c{number}-{name}": value for name, value in named.items()}


ONE = {"rows": "1", "join": "all"} | condition(0, "q1", compare="is", code=["c1"])


def marked(client, address, data):
    """What is posted from a page that was opened before."""
    page = client.get(address).content.decode()
    marker = page.split('name="marker" value="')[1].split('"')[0]
    return data | {"marker": marker}


def test_a_rule_is_built_step_by_step_and_reads_as_a_sentence(client, survey):
    address = at(survey, "show", of(survey, "q5"))

    begun = client.get(address).content.decode()
    assert "It asks about nothing yet" in begun
    assert "5. What did it say?" not in begun  # itself
    step = {"rows": "1", "c0-subject": "q1", "look": "1"}
    asked = client.post(address, step).content.decode()
    assert 'name="c0-code" value="c1"' in asked
    read = client.post(address, ONE | {"look": "1"}).content.decode()
    assert "Show this when “A letter?” is “Yes”." in read
    more = client.post(address, ONE | {"more": "1"}).content.decode()
    assert 'name="c1-subject"' in more
    assert of(survey, "q5").show_when is None


def test_saving_keeps_the_rule_and_leads_back(client, survey):
    address = at(survey, "show", of(survey, "q5"))
    data = ONE | {"rows": "2", "join": "any", "save": "1"}
    data |= condition(1, "q2", compare="ge", text="18")

    response = client.post(address, marked(client, address, data), follow=True)

    assert of(survey, "q5").show_when == {
        "op": "or",
        "of": [
            YES,
            {
                "op": "ge",
                "left": {"op": "answer", "question": "q2"},
                "right": {"op": "number", "value": 18},
            },
        ],
    }
    page = response.content.decode()
    assert (
        "Show this when “A letter?” is “Yes” or “How old are you?” is at least 18"
        in (page)
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({}, "Choose a question."),
        (condition(0, "q1", compare="is"), "Tick at least one choice."),
        (condition(0, "q2", compare="ge", text="many"), "Write a number"),
        (condition(0, "q3", compare="lt", text=""), "Choose a day."),
        (condition(0, "q5", compare="looks_like", text=" "), "such as AA-999999."),
        (
            condition(0, "q5", compare="looks_unlike", text="9" * 41),
            "This has 41 characters. Use 40 or fewer.",
        ),
    ],
)
def test_a_condition_that_is_not_complete_says_so_and_keeps_the_rest(
    client, survey, row, fault
):
    address = at(survey, "end")
    data = {"rows": "1", "save": "1", "text": "That is all."} | row

    page = client.post(address, data).content.decode()

    assert fault in page
    assert "That is all." in page
    assert not Rule.objects.exists()


def test_an_end_a_check_and_values_are_made_from_menus(client, survey):
    end = ONE | {"save": "1", "text": "That is all."}
    check = {"rows": "1", "save": "1", "text": "Look at both days again."}
    check |= condition(0, "q4", compare="lt", other="q3")
    total = {"name": "Total", "way": "sum", "sum": ["q2"], "save": "1"}
    many = {"name": "many", "way": "count", "rows": "1", "save": "1"}
    many |= condition(0, "q1", compare="is", code=["c1", "c2"])

    for effect, data in [("end", end), ("check", check)]:
        assert client.post(at(survey, effect), data).status_code == 302
    for data in (total, many):
        assert client.post(at(survey, "value"), data).status_code == 302

    page = client.get(reverse("survey-rules", args=[survey.pk])).content.decode()
    for sentence in [
        "After “A letter?”, end the survey when “A letter?” is “Yes”.",
        "Say “Look at both days again.” when “When did it come?” is before "
        "“When did you ask?”.",
        "Calculate {{total}}: “How old are you?”.",
        "Calculate {{many}}: (how many of these hold: “A letter?” is “Yes” or “No”).",
    ]:
        assert sentence in page


def test_a_case_number_is_asked_for_in_its_own_form(client, survey):
    data = {"rows": "1", "save": "1", "text": "Write it as AB-123456."}
    data |= condition(0, "q5", compare="looks_unlike", text=" AA-999999 ")

    assert client.post(at(survey, "check"), data).status_code == 302

    rule = Rule.objects.get()
    tree = {"op": "looks_unlike", "question": "q5", "text": "AA-999999"}
    assert rule.tree == tree
    page = client.get(at(survey, "rule", rule)).content.decode()
    assert 'value="looks_unlike" selected' in page
    assert 'value="AA-999999" aria-describedby="c0-text-hint"' in page


def test_a_name_that_is_taken_is_refused_and_nothing_is_lost(client, survey):
    data = {"name": "q1", "way": "sum", "sum": ["q2"], "save": "1"}

    page = client.post(at(survey, "value"), data).content.decode()

    assert "“q1” is the name of a question or rule already." in page
    assert 'value="q1"' in page
    assert not Rule.objects.exists()


def test_going_back_is_refused_with_a_sentence(client, survey):
    section = make.section(survey=survey, title="The letter")
    survey.questions.filter(key="q1").update(section=section)
    make.question(survey=survey, key="last", section=section)
    data = ONE | {"save": "1", "section": str(section.pk)}

    page = client.post(at(survey, "go"), data).content.decode()

    assert "It goes back to a section that people have passed." in page
    assert "Nothing was saved." in page
    assert f'value="{section.pk}" selected' in page
    assert not Rule.objects.exists()


def test_a_rule_that_says_more_than_menus_is_left_until_it_is_made_anew(client, survey):
    question = of(survey, "q5")
    nested = {"op": "not", "of": {"op": "and", "of": [YES, YES]}}
    question.show_when = nested
    question.save()
    address = at(survey, "show", question)

    page = client.get(address).content.decode()
    assert "This rule says more than these menus can." in page
    assert "it is not so that" in page
    anew = client.post(address, {"anew": "1"}).content.decode()
    assert "Choose a question" in anew
    assert of(survey, "q5").show_when == nested


def test_a_rule_is_taken_away_by_removing_its_conditions(client, survey):
    question = of(survey, "q5")
    question.show_when = YES
    question.save()
    address = at(survey, "show", question)
    dropped = client.post(address, ONE | {"drop": "0"}).content.decode()
    assert "It asks about nothing yet" in dropped

    data = marked(client, address, {"rows": "1", "c0-subject": "", "save": "1"})
    client.post(address, data)

    assert of(survey, "q5").show_when is None


def test_a_rule_that_somebody_else_changed_is_not_overwritten(client, survey):
    question = of(survey, "q5")
    address = at(survey, "show", question)
    data = marked(client, address, ONE | {"save": "1"})
    question.show_when = picks("q1", "c2")
    question.save()

    page = client.post(address, data).content.decode()

    assert "Somebody else changed this" in page
    assert "Show this when “A letter?” is “Yes”." in page
    assert of(survey, "q5").show_when == picks("q1", "c2")


def test_a_rule_is_archived_and_brought_back(client, survey):
    rule = make.rule(survey=survey, tree=YES)
    address = reverse("survey-rule-move", args=[survey.pk, rule.pk])

    client.post(address)
    assert Rule.objects.current().count() == 0
    client.post(address, {"back": "1"})

    assert Rule.objects.current().get() == rule


def test_sections_are_added_changed_moved_and_archived(client, survey):
    add = reverse("survey-section-add", args=[survey.pk])
    client.post(add, {"title": "The letter", "text": "About it."})
    client.post(add, {"title": "About you", "text": ""})
    first, last = Section.objects.order_by("position")
    assert (first.key, last.key) == ("the_letter", "about_you")

    one = reverse("survey-section", args=[survey.pk, last.pk])
    client.post(one, {"title": "You", "text": "Skip what you like."})
    client.post(f"{one}move/", {"to": "up"})
    assert [s.title for s in Section.objects.order_by("position")] == [
        "You",
        "The letter",
    ]
    client.post(f"{one}move/", {"to": "archive"})
    assert [s.title for s in Section.objects.current()] == ["The letter"]
    client.post(f"{one}move/", {"to": "back"})
    assert Section.objects.current().count() == 2


def test_a_section_without_a_title_is_refused_and_keeps_its_text(client, survey):
    add = reverse("survey-section-add", args=[survey.pk])

    page = client.post(add, {"title": " ", "text": "About it."}).content.decode()

    assert "The section has no title yet. Nothing was saved." in page
    assert "About it." in page
    assert not Section.objects.exists()


def test_a_question_is_put_into_a_section_and_the_order_follows(client, survey):
    section = make.section(survey=survey, title="First")
    address = reverse("survey-question-section", args=[survey.pk, of(survey, "q1").pk])

    client.post(address, {"section": str(section.pk)})

    order = survey.questions.order_by("position")
    assert [q.key for q in order] == ["q2", "q3", "q4", "q5", "q1"]
    client.post(address, {"section": ""})
    assert of(survey, "q1").section is None


def test_the_page_says_what_is_proved_at_its_place(client, survey):
    question = of(survey, "q5")
    question.show_when = {"op": "and", "of": [YES, picks("q1", "c2")]}
    question.save()

    page = client.get(reverse("survey-rules", args=[survey.pk])).content.decode()

    assert "1 thing has to be mended before this can be published." in page
    assert "Its rule contradicts itself, so it never holds." in page


def test_the_page_costs_the_same_for_few_and_many_rules(
    client, survey, django_assert_num_queries
):
    address = reverse("survey-rules", args=[survey.pk])
    client.get(address)
    for rules in (1, 3):
        for _ in range(rules):
            make.rule(survey=survey, tree=YES)
            make.question(survey=survey, show_when=YES)
        with django_assert_num_queries(10):
            client.get(address)


@pytest.mark.parametrize("what", ["nothing", "show"])
def test_an_address_of_no_rule_leads_nowhere(client, survey, what):
    assert client.get(at(survey, what)).status_code == 404
    other = make.question()
    assert client.get(at(survey, "show", other)).status_code == 404


def test_the_history_of_a_survey_tells_of_its_rules_and_sections(client, survey, dana):
    client.post(at(survey, "end"), ONE | {"save": "1", "text": "That is all."})
    rule = Rule.objects.get()
    data = ONE | {"save": "1", "text": "Bye.", "c0-code": ["c2"]}
    client.post(
        at(survey, "rule", rule), marked(client, at(survey, "rule", rule), data)
    )
    client.post(reverse("survey-section-add", args=[survey.pk]), {"title": "You"})

    page = client.get(reverse("survey-history", args=[survey.pk])).content.decode()

    for words in ["Rule: end the survey", "“q1” is “c2”", "Bye.", "Section: You"]:
        assert words in page


def test_a_contradiction_is_said_while_the_rule_is_built(client, survey):
    address = at(survey, "show", of(survey, "q5"))
    data = ONE | {"rows": "2", "look": "1"}
    data |= condition(1, "q1", compare="is", code=["c2"])

    said = client.post(address, data).content.decode()
    fine = client.post(address, data | {"join": "any"}).content.decode()

    assert "Its rule contradicts itself, so it never holds." in said
    assert "contradicts itself" not in fine
