import pytest

from studies.partner_page.room import rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello,", 1),
        ("Hello,\n\nAnswer here", 3),
        ("a" * 31, 1),
        ("a" * 32, 2),
        ("请" * 15, 1),
        ("请" * 16, 2),
    ],
)
def test_a_text_to_copy_has_room_for_all_its_lines(text, expected):
    assert rows(text) == expected
