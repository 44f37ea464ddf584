from studies.wording.placeholders import (
    PlaceholderFaults,
    faults,
    placeholders,
    to_fill_in,
)


def test_brackets_braces_and_earlier_answers_are_placeholders():
    text = "Renew your [program] at {link}, {{ first_name }}. [Not One] {X} { y }"

    assert placeholders(text) == ["[program]", "{link}", "{{first_name}}"]


def test_an_earlier_answer_is_nothing_for_the_designer_to_fill_in():
    assert to_fill_in("Your [program], {{q1}}") == ["[program]"]


def test_what_a_translation_lost_and_what_it_made_up_are_told_apart():
    found = faults("Your [program], {{q1}}", "Su [programa], {{q1}}, {link}")

    assert found == PlaceholderFaults(
        lost=("[program]",), invented=("[programa]", "{link}")
    )
    assert bool(found) is True


def test_order_repetition_and_spaces_inside_do_not_matter():
    assert not faults("{{q1}} and [program]", "[program], {{ q1 }}, {{q1}}")
