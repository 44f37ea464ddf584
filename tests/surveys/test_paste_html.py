"""HTML as word processors write it, read as a document and never shown as HTML."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.surveys.forms.document import decoded
from feedback.surveys.pasting import is_html, lines_from_html, read
from tests.surveys.test_paste_loses_nothing import kept, written

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta charset="utf-8"><title>Draft 3</title>
<style><!-- p.MsoNormal {margin:0} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body lang=EN-US><h1>About your visit</h1>
<ol start=1 type=1><li class=MsoNormal>Did you get <b>help</b> that day?
<ul><li>Yes</li><li>No</li></ul></li>
<li class=MsoNormal><p>What, if anything, got in your way?</p>
<ul><li><p>The words were hard</p></li><li>Something else: ____</li></ul></li></ol>
<h2>About the desk</h2>
<p class=MsoNormal>How good or bad was each of these?</p>
<table><tr><td></td><td><p>Good</p></td><td><p>Bad</p></td></tr>
<tr><td><p>The waiting room</p></td><td>&nbsp;</td><td></td></tr>
<tr><td><p>The <i>forms</i></p></td><td>☐</td><td>☐</td></tr></table>
<p>&nbsp;</p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>4.<span>&nbsp;&nbsp;</span></span>How
many times did you come?</p>
<script>alert("x")</script><p onclick="alert(1)">What else, <a href="javascript:x">if
anything</a>?<o:p></o:p></p></body></html>"""


def test_a_word_document_becomes_lines():
    assert lines_from_html(WORD).split("\n") == [
        "# About your visit",
        "1. Did you get help that day?",
        "    - Yes",
        "    - No",
        "2. What, if anything, got in your way?",
        "    - The words were hard",
        "    - Something else: ____",
        "# About the desk",
        "How good or bad was each of these?",
        "\tGood\tBad",
        "The waiting room\t\t",
        "The forms\t☐\t☐",
        "",
        "4. How many times did you come?",
        "What else, if anything?",
    ]


def test_and_the_lines_become_questions_of_their_kinds():
    pasted = read(lines_from_html(WORD))

    assert [(question.kind, question.section) for question in pasted.questions] == [
        ("yes_no", "About your visit"),
        ("several_choices", "About your visit"),
        ("matrix", "About the desk"),
        ("number", "About the desk"),
        ("long_text", "About the desk"),
    ]
    assert pasted.questions[1].choices[1].other
    assert pasted.questions[2].rows == ("The waiting room", "The forms")
    assert pasted.leftovers == ()


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hi?<script>alert(1)</script></p>",
        "<p>Hi?</p><style>p{}</style><template><b>no</b></template>",
        "<p>Hi?<iframe src=x>no</iframe></p><xml>no</xml>",
        '<p onmouseover="x">Hi?</p><!-- no -->',
        "<svg onload=alert(1)></svg><p>Hi?</p>",
    ],
)
def test_scripts_and_styles_never_survive(html):
    assert lines_from_html(html).strip() == "Hi?"


def test_what_looked_like_a_tag_in_words_stays_words():
    assert lines_from_html("<p>Is 3 &lt; 5 &amp; &lt;b&gt; bold?</p>") == (
        "Is 3 < 5 & <b> bold?"
    )


def test_boxes_of_a_form_become_boxes():
    html = "<p>Which?</p><p><input type=checkbox> A</p><p><input type=radio> B</p>"

    assert lines_from_html(html).split("\n") == ["Which?", "☐ A", "○ B"]


def test_lists_count_on_and_letters_mark_choices():
    html = "<ol start=3><li>One?<ol><li>A</li><li>B</li></ol></li><li>Two?</li></ol>"

    assert lines_from_html(html).split("\n") == [
        "3. One?",
        "    a) A",
        "    b) B",
        "4. Two?",
    ]


@pytest.mark.parametrize(
    "text, said",
    [
        ("<p>Hi?</p>", True),
        ("  <!DOCTYPE html><html>", True),
        ("<!--x--><html>", True),
        ("1. Is it <p> or <div>?", False),
        ("Is 3 < 5?", False),
        ("", False),
    ],
)
def test_html_is_told_from_words_about_it(text, said):
    assert is_html(text) is said


TAGS = ["p", "li", "h2", "td", "div", "ul", "ol", "tr", "table", "b", "span"]
WORDS = st.text("abcdefgh", min_size=1, max_size=6)
NODES = st.recursive(
    WORDS.map(lambda word: f" {word} "),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(NODES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_word_of_a_document_is_lost_whatever_its_tags(html):
    words = re.sub(r"<[^>]*>", " ", html).split()
    found = lines_from_html(html)

    for word in words:
        assert found.count(word) >= 1
    kept = re.findall(
        r"[a-h]+", re.sub(r"^ *(?:[a-z]\)|-|\d+\.|#) ", "", found, flags=re.M)
    )
    assert sorted("".join(kept)) == sorted("".join(words))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_text_breaks_it_and_each_line_is_kept(text):
    lines = lines_from_html(f"<p>{text}</p>")

    assert kept(read(lines)) == written(lines)


def test_eight_megabytes_of_clothes_are_taken_off():
    span = '<p class=MsoNormal style="margin:0"><span style="font-size:11pt">Yes?</span></p>'
    lines = lines_from_html(span * 100_000).count("Yes?")

    assert lines == 100_000


@pytest.mark.parametrize(
    "content",
    [
        "¿Sí?".encode(),
        b"\xef\xbb\xbf" + "¿Sí?".encode(),
        "¿Sí?".encode("utf-16"),
        "¿Sí?".encode("windows-1252"),
        b"<meta charset=iso-8859-1>" + "¿Sí?".encode("iso-8859-1"),
        b"<meta charset=nonsense>" + "¿Sí?".encode("windows-1252"),
    ],
)
def test_files_are_read_in_the_encoding_that_they_are_in(content):
    assert decoded(content).endswith("¿Sí?")
