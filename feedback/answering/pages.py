from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.html import escape

from feedback.answering import (
    answer_rows,
    error_list,
    kiosk,
    languages,
    question_drawing,
    replaced_list,
    walking,
)
from feedback.answering.filling import Filling
from feedback.answering.marks import Marks
from feedback.answering.segments import Segments, slot
from feedback.answering.told import Telling, Told
from feedback.surveys.kinds import KINDS, AnswerFault
from feedback.surveys.kinds.ordering import choice_order, is_shuffled
from feedback.surveys.rules import program
from feedback.surveys.rules.programs import Walk
from studies.wording.number_order import keep_numbers

Document = Mapping[str, Any]
# What a person's part of a page goes into.
SLOTS = (
    "token drawn practice back mark summary replaced questions rows consent"
    " consent_new later help_box"
)
# Ways to take part in which somebody else is at the keys.
HELPING = ("helped", "proxy")


class PageSet:
    """One version's pages in one language, each cut into segments when first shown.

    Lives in the process, never longer than the release that drew it.
    """

    def __init__(
        self,
        document: Document,
        language: str,
        agency: Mapping[str, Any],
        *,
        changes_in_place: bool = False,
        is_kiosk: bool = False,
    ):
        self.kiosk = kiosk.seconds() if is_kiosk else None
        self.changes_in_place = changes_in_place
        self.document = document
        self.language = languages.page_language(document, language)
        texts = document["texts"][self.language].items()
        self.telling = Telling(
            {name: keep_numbers(text, self.language) for name, text in texts}
        )
        self.texts = self.telling.texts  # with slots where answers stand in them
        self.marks = Marks.of(self.language)
        self.agency = agency
        self.questions = {q["key"]: q for q in document["questions"]}
        self._drawn: dict[Any, Segments] = {}

    def question_page(self, index: int, filling: Filling) -> str:
        keys = self.document["pages"][index]
        walk = program(self.document).walk(filling.answers)
        told = self.told(walk)
        blocks = [
            self._section(index, question, walk, told)
            + self._block(index, question["key"], filling, walk, told)
            for question in walk.shown
            if question["key"] in keys
        ]
        faults = {key: filling.faults[key] for key in keys if key in filling.faults}
        look_again = error_list.left_out(
            filling.left_out, self.questions, told.texts, self.marks
        )
        name = (index, filling.sends)
        page = self.segments(("page", *name), self._draw_page, *name)
        way = self._way(told, index)
        summary = self.summary(faults, told, index) + filling.alert
        return page.fill(
            self._common(filling)
            | told.values
            | {
                "questions": "".join(blocks),
                "summary": summary + look_again,
                "replaced": self._replaced(filling, told, way),
            }
            | (self._mark(faults) or self._mark(filling.left_out, "look_again_mark"))
        )

    def told(self, walk: Walk) -> Told:
        return self.telling.to(program(self.document), walk)

    def check_page(self, filling: Filling) -> str:
        """All answers, each with a way to change it, and the button that sends them."""
        walk = program(self.document).walk(filling.answers)
        told, has_boxes = self.told(walk), bool(filling.consent)
        rows = answer_rows.drawn(self, walk, told, filling.answers, is_button=has_boxes)
        summary = self.summary(filling.faults, told, has_boxes=has_boxes)
        summary += filling.alert
        way = self._way(told, has_boxes=has_boxes)
        changed = self.part("changed") if filling.has_changed else ""
        check = self.segments(("check",), self._draw_check)
        return check.fill(
            self._common(filling)
            | {"rows": rows, "summary": summary, "consent": filling.consent}
            | {"replaced": changed + self._replaced(filling, told, way)}
            | {"consent_new": self.part("consent_new") if filling.asks_anew else ""}
            | self._mark(filling.faults or filling.alert)
        )

    def summary(
        self,
        faults: Mapping[str, AnswerFault],
        told: Told,
        index: int | None = None,
        *,
        has_boxes: bool = False,
    ) -> str:
        """What is to be fixed; on the page of `index`, or on the one before sending."""
        way = self._way(told, index, has_boxes=has_boxes)
        things = list(error_list.things(faults, told.texts))
        return error_list.drawn(things, way, self.marks)

    def _way(
        self, told: Told, index: int | None = None, *, has_boxes: bool = False
    ) -> Callable[[str], str]:
        """What leads to a question from the page of `index`, or before sending."""

        def way(key: str) -> str:
            label = self.marks.mark(told.texts.get(key, key))
            if index is None and has_boxes and not self.changes_in_place:
                return error_list.change(key, label)
            if index is None:
                return error_list.link(self.change_address(key), label)
            if key in self.document["pages"][index]:
                return error_list.link(self.field_address(key), label)
            return error_list.button(key, label)

        return way

    def _replaced(self, filling: Filling, told: Told, way: Callable[[str], str]) -> str:
        rows = filling.replaced
        if not rows:
            return ""
        return replaced_list.drawn(
            rows, filling.answers, self.questions, told.texts, way, self.marks
        )

    def field_address(self, key: str) -> str:
        question = self.questions[key]
        return f"#{KINDS[question['kind']].first_field(question)}"

    def change_address(self, key: str) -> str:
        if self.changes_in_place:
            return f"#change-{key}"
        return f"../q/{walking.page_of(self.document, key) + 1}/?from=check{self.field_address(key)}"

    def _section(
        self, index: int, question: Mapping[str, Any], walk: Walk, told: Told
    ) -> str:
        """The words of a section above its first question, its title on each page."""
        section = question["section"]
        if section is None:
            return ""
        inside = [q["key"] for q in walk.shown if q["section"] == section]
        here = [key for key in inside if key in self.document["pages"][index]]
        if question["key"] != here[0]:
            return ""
        begins = here[0] == inside[0]
        name = ("section", index, section, begins)
        drawn = self.segments(name, self._draw_section, index, section, begins)
        return drawn.fill(told.values)

    def _draw_section(self, index: int, section: str, begins: bool) -> Segments:
        context = {
            "title": self.texts[f"section/{section}"],
            "text": self.texts.get(f"section/{section}:text", "") if begins else "",
            "alone": len(self.document["pages"][index]) == 1,
            "is_heading": self._heading(index) == self.texts[f"section/{section}"],
        }
        return Segments.drawn("answering/section.html", context)

    def _block(
        self, index: int, key: str, filling: Filling, walk: Walk, told: Told
    ) -> str:
        question, fault = self.questions[key], filling.faults.get(key)
        is_required = question["required"] or key in walk.required
        note = filling.left_out.get(key, "")
        name = (index, key, fault is not None, is_required, bool(note))
        block = self.segments(("question", *name), self._draw_question, *name)
        values = told.values | filling.values(question)
        values |= {"error": "", "note": escape(note)}
        if fault:
            values["error"] = error_list.said(key, fault, told.texts, self.marks)
        if is_shuffled(question):
            values["in_order"] = self._in_order(question, filling.seed, values)
        return block.fill(values)

    def _in_order(
        self, question: Mapping[str, Any], seed: str, values: Mapping[str, str]
    ) -> str:
        """The choices as this person sees them, each from a segment of its own."""
        name = ("choices", question["key"])
        draw = question_drawing.choices
        drawn = self.segments(name, draw, question, self.texts, self.marks)
        found = {choice["code"]: segment for choice, segment in drawn}
        order = choice_order(question, seed)
        order += [code for code in found if code not in order]
        return "".join(found[code].fill(values) for code in order)

    def _common(self, filling: Filling) -> dict[str, str]:
        return {
            "token": filling.token,
            "drawn": filling.drawn,
            "practice": self.banner(
                filling.is_practice, filling.is_pilot, filling.mode
            ),
            "back": self.part("back") if filling.can_go_back else "",
            "later": self.part("later") if filling.can_finish_later else "",
            "help_box": self.part("may_need_help") if filling.may_need_help else "",
        }

    def _mark(self, found: Mapping | str, part: str = "error_mark") -> dict[str, str]:
        return {"mark": self.part(part)} if found else {}

    def banner(
        self, is_practice: bool, is_pilot: bool, mode: str = "self", **last: bool
    ) -> str:
        """What says on every page that no answer counts, or that somebody helps."""
        way = self.part("way", mode=mode, **last) if mode in HELPING else ""
        if is_pilot:
            return self.part("pilot") + way
        return self.part("practice") + way if is_practice else way

    def part(self, name: str, **context: object) -> str:
        """A small piece in this language, such as the Back button."""
        key = ("part", name, *context.values())
        return self.segments(key, self._draw_part, name, context).fill({})

    def elsewhere(self, token: str) -> str:
        """Where to type a code to go on by; `token` is that of the link, or ""."""
        context = {"by": slot("by")}
        drawn = self.segments(("elsewhere",), self._draw_part, "elsewhere", context)
        return drawn.fill({"by": escape(token)})

    def segments(self, name, draw, *args) -> Segments:
        if name not in self._drawn:
            with translation.override(languages.interface(self.language)):
                self._drawn[name] = draw(*args)
        return self._drawn[name]

    def _draw_part(self, name: str, context: Mapping[str, object]) -> Segments:
        own = {
            "agency": self.agency,
            "kiosk": self.kiosk,
            "marks": self.marks,
        } | context
        return Segments.drawn(f"answering/parts/{name}.html", own)

    def _draw_page(self, index: int, sends: bool) -> Segments:
        keys = self.document["pages"][index]
        alone = len(keys) == 1
        context = self.frame() | {
            "title": self.texts.get(keys[0], "") if alone else self._heading(index),
            "heading": "" if alone else self._heading(index),
            "progress": walking.progress(self.document, index, self.asked),
            "sends": sends,
        }
        return Segments.drawn("answering/page.html", context)

    def _heading(self, index: int) -> str:
        """The title of the one section on a page, else that of the survey."""
        keys = self.document["pages"][index]
        found = {self.questions[key]["section"] for key in keys}
        if len(keys) > 1 and len(found) == 1 and None not in found:
            return self.texts[f"section/{found.pop()}"]
        return self.texts["title"]

    def _draw_question(
        self, index: int, key: str, is_faulty: bool, is_required: bool, is_noted: bool
    ) -> Segments:
        question = self.questions[key]
        is_asked = KINDS[question["kind"]].is_asked
        return question_drawing.question(
            question,
            self.texts,
            alone=len(self.document["pages"][index]) == 1,
            is_faulty=is_faulty,
            is_noted=is_noted,
            kiosk=self.kiosk,
            marks=self.marks,
            is_optional=self.has_required and is_asked and not is_required,
        )

    @cached_property
    def asked(self) -> int:
        """How many questions people see; words between them are none."""
        kinds = [KINDS[question["kind"]] for question in self.document["questions"]]
        return sum(kind.is_asked and kind.is_on_page for kind in kinds)

    @cached_property
    def has_required(self) -> bool:
        questions = self.document["questions"]
        return any(row["required"] or row["require_when"] for row in questions)

    def _draw_check(self) -> Segments:
        return Segments.drawn("answering/check.html", self.frame())

    def frame(self) -> dict[str, Any]:
        """What base.html needs, and the slots that each page of a survey has."""
        return {
            "kiosk": self.kiosk,
            "LANGUAGE_CODE": self.language,
            "LANGUAGE_BIDI": languages.facts(self.marks.page)["bidi"],
            "page_language": self.marks.page,
            "marks": self.marks,
            "agency": self.agency,
            "languages": [
                languages.facts(code) | {"current": code == self.language}
                for code in self.document["languages"]
            ],
            "languages_form": "answers",
            "slots": {name: slot(name) for name in SLOTS.split()},
        }
