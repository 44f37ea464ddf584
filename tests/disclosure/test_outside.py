from itertools import product

from studies.disclosure.outside import FEWEST, withheld


def test_parts_of_ten_people_or_fewer_are_not_shown_by_themselves():
    assert withheld({"en": 40, "es": 11, "ar": 6, "zh": 9}) == {"ar", "zh"}


def test_one_small_part_takes_the_smallest_other_along():
    assert withheld({"en": 40, "es": 20, "ar": 1}) == {"ar", "es"}


def test_where_only_one_other_part_is_left_it_goes_too():
    assert withheld({"en": 40, "ar": 1}) == {"ar", "en"}


def test_parts_that_are_all_large_or_empty_stay():
    assert withheld({"en": 40, "es": 11, "ar": 0}) == set()
    assert withheld({}) == set()


def test_nobody_can_take_shown_parts_from_the_whole_and_find_fewer_than_eleven():
    for numbers in product((0, 1, 5, 10, 11, 12, 30), repeat=4):
        people = dict(enumerate(numbers))

        hidden = withheld(people)

        left = sum(people[part] for part in hidden)
        shown = [people[part] for part in people if part not in hidden]
        assert all(number == 0 or number >= FEWEST for number in shown)
        assert left == 0 or left >= FEWEST or not any(shown)
