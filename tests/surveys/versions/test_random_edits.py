"""Whatever is edited and published: files keep their columns, codes their meaning."""

import random
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.exports import codebook
from feedback.exports.plan import plan
from feedback.results.asked import asked
from feedback.results.counting import counted
from feedback.surveys.comparing import Level, changes
from feedback.surveys.kinds import KINDS
from tests.surveys.versions.documents import choice, document, question, texts_of

WORDS = [
    "Did",
    "the",
    "letter",
    "come",
    "late,",
    "and",
    "was",
    "it",
    "easy",
    "to",
    "read?",
]
CHOOSING = ("one_choice", "several_choices", "scale")
SEEDS = st.integers(min_value=0, max_value=10**9)


class Draft:
    """A document that is edited at random; each edit is one that a designer can make."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.made = 0
        self.document = document()

    def edit(self) -> None:
        edits = [
            self.reword,
            self.change_case,
            self.add_question,
            self.remove_question,
            self.move_question,
            self.change_kind,
            self.require,
            self.add_choice,
            self.remove_choice,
            self.turn_choices,
            self.translate,
        ]
        self.random.choice(edits)()
        rows = self.document["questions"]
        self.document["pages"] = [[row["key"]] for row in rows]

    def published(self) -> dict:
        return deepcopy(self.document)

    def some(self, *kinds: str) -> dict | None:
        rows = [
            q for q in self.document["questions"] if not kinds or q["kind"] in kinds
        ]
        return self.random.choice(rows) if rows else None

    def reword(self, language: str = "en") -> None:
        texts = self.document["texts"][language]
        name = self.random.choice(sorted(texts))
        texts[name] = " ".join(self.random.sample(WORDS, 5))

    def translate(self) -> None:
        self.reword("es")

    def change_case(self) -> None:
        texts = self.document["texts"]["en"]
        name = self.random.choice(sorted(texts))
        texts[name] = texts[name].swapcase() + "!"

    def add_question(self) -> None:
        self.made += 1
        kind = self.random.choice((*CHOOSING, "long_text"))
        row = question(f"n{self.made}", kind, ("a", "b") if kind in CHOOSING else ())
        place = self.random.randint(0, len(self.document["questions"]))
        self.document["questions"].insert(place, row)
        for texts in self.document["texts"].values():
            texts |= texts_of(row, "New {0}?", "New choice {0}")

    def remove_question(self) -> None:
        if len(self.document["questions"]) > 1:
            self.document["questions"].remove(self.some())

    def move_question(self) -> None:
        self.random.shuffle(self.document["questions"])

    def change_kind(self) -> None:
        row = self.some(*CHOOSING)
        if row:
            row["kind"] = self.random.choice(CHOOSING)

    def require(self) -> None:
        row = self.some()
        row["required"] = not row["required"]

    def add_choice(self) -> None:
        row = self.some(*CHOOSING)
        if row:
            self.made += 1
            code = f"m{self.made}"
            row["choices"].append(choice(code))
            for texts in self.document["texts"].values():
                texts[f"{row['key']}:{code}"] = f"Choice {code}"

    def remove_choice(self) -> None:
        row = self.some(*CHOOSING)
        if row and len(row["choices"]) > 2:
            row["choices"].remove(self.random.choice(row["choices"]))

    def turn_choices(self) -> None:
        row = self.some(*CHOOSING)
        if row:
            self.random.shuffle(row["choices"])

    def answers(self) -> dict:
        """Somebody's answers to the document as it stands."""
        found = {}
        for row in self.document["questions"]:
            codes = [each["code"] for each in row["choices"]]
            if row["kind"] == "several_choices":
                found[row["key"]] = {"codes": sorted(self.random.sample(codes, 1))}
            elif row["kind"] in CHOOSING:
                found[row["key"]] = {"code": self.random.choice(codes)}
            else:
                found[row["key"]] = {"text": "My words"}
        return found


def walk(seed: int) -> tuple[dict[int, dict], dict[int, dict]]:
    """Versions published after random edits, and one person's answers to each."""
    draft = Draft(seed)
    documents, answers = {1: draft.published()}, {1: draft.answers()}
    for number in range(2, 5):
        for _ in range(draft.random.randint(1, 4)):
            draft.edit()
        documents[number], answers[number] = draft.published(), draft.answers()
    return documents, answers


@settings(max_examples=60)
@given(seed=SEEDS)
def test_no_column_of_any_version_is_lost_and_each_answer_stands_in_its_own(seed):
    documents, answers = walk(seed)
    made, before = plan(documents), set()

    for number in documents:
        so_far = {key: documents[key] for key in range(1, number + 1)}
        names = {(column.key, column.stem) for column in plan(so_far).columns}
        assert before <= names
        before = names
        for asked_then, places in made.places[number]:
            key = asked_then["key"]
            cells = KINDS[asked_then["kind"]].cells(asked_then, answers[number][key])
            assert {made.columns[place].key for place in places} == {key}
            assert len(cells) == len(places)


@settings(max_examples=60)
@given(seed=SEEDS)
def test_every_code_that_was_ever_counted_has_a_label_and_a_line_in_the_codebook(seed):
    documents, answers = walk(seed)
    questions = {row.key: row for row in asked(documents, "en")}
    rows = codebook.rows(plan(documents), documents)
    explained = {(row[1], row[4]) for row in rows}

    for number, given_ in answers.items():
        for key, code in counted(documents[number], given_):
            if code.startswith("_") or not key:
                continue
            labels = [c.label for c in questions[key].choices if c.code == code]
            assert len(labels) == 1
            kinds = {row[2] for row in rows if row[1] == key}
            assert (key, code) in explained or "several_choices" in kinds


@settings(max_examples=100)
@given(seed=SEEDS, edits=st.integers(min_value=1, max_value=6))
def test_cosmetic_changes_leave_keys_codes_kinds_rules_and_order_alone(seed, edits):
    draft = Draft(seed)
    old = draft.published()
    for _ in range(edits):
        draft.edit()
    new = draft.published()

    found = changes(old, new)

    if all(change.level == Level.COSMETIC for change in found):
        assert old["questions"] == new["questions"]
    assert (found == []) == (old == new)


@settings(max_examples=60)
@given(seed=SEEDS)
def test_each_difference_is_named_once_and_the_same_way_each_time(seed):
    documents, _answers = walk(seed)

    found = changes(documents[1], documents[4])
    ids = [change.id for change in found]

    assert len(ids) == len(set(ids))
    assert found == changes(deepcopy(documents[1]), deepcopy(documents[4]))


@settings(max_examples=60)
@given(seed=SEEDS)
def test_nothing_that_some_version_asked_is_forgotten_by_the_results(seed):
    documents, _answers = walk(seed)

    keys = {row.key for row in asked(documents, "en")}

    assert keys == {q["key"] for each in documents.values() for q in each["questions"]}
