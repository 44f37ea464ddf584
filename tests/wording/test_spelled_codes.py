from studies.wording.spelled_codes import in_groups, readings


def test_letters_that_look_alike_are_read_as_ours():
    assert "8Q77J3436789" in readings("BO17-I343-6789", 12)
    assert "D8888888" in readings("0888 8888", 8)


def test_digits_of_other_scripts_and_full_width_letters_are_read():
    assert readings("٣٣٣٣-４４４４-ＡＡＡＡ", 12)[0] == "33334444AAAA"
    assert readings("۳۴۶۷ cdfg", 8)[0] == "3467CDFG"


def test_spaces_dashes_and_marks_of_direction_do_not_count():
    assert readings("\u200e34-67\u00a0CD\u2013FG\u200f ", 8) == ["3467CDFG"]


def test_a_code_of_another_length_has_no_reading_and_many_doubts_stay_few():
    assert readings("333", 12) == []
    assert readings("", 12) == []
    assert len(readings("OOOOOOOOOOOO", 12)) == 16


def test_a_code_is_written_in_groups_of_four():
    assert in_groups("3467CDFG", " ") == "3467 CDFG"
