"""A draft as people will see it. Pretend answers travel with the page: none is stored."""

from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html

from feedback.answering import (
    consent_block,
    first_page,
    languages,
    leaving_out,
    reading,
    receipts,
    walking,
    worried,
)
from feedback.answering.editions import Edition, surroundings
from feedback.answering.entries import Entry
from feedback.answering.error_list import EARLIER
from feedback.answering.filling import Filling
from feedback.answering.mismatches import on_page
from feedback.answering.pretending import CHECK, ENDED, FIRST, LAST, Pretended
from feedback.surveys.compiling import compile_draft
from feedback.surveys.kinds import AnswerFault
from feedback.surveys.minutes import minutes
from feedback.surveys.models import Survey
from feedback.surveys.rules import program, shown_questions
from feedback.surveys.rules.proving.proof import answers_before
from studies.people import terms
from studies.planning.models import Study

NO_CODE = "0000-0000-0000"
# The last page asks nothing more, yet a look at it in another language goes on.
KEEPER = (
    '<form id="answers" method="post"><input type="hidden" name="attempt" '
    'value="{}"></form>'
)


class Preview:
    """The pages of a draft, languages that come later included."""

    def __init__(self, survey: Survey):
        others = [*survey.languages, *survey.later_languages]
        self.document = compile_draft(survey, others)
        self.entry = self._entry(survey)
        around = surroundings(survey.activity, aids=list(survey.aids.as_shown()))
        self.edition = Edition(
            0, survey.pk, self.document, around, changes_in_place=True
        )

    def _entry(self, survey: Survey) -> Entry:
        """Somebody who only looks: every page says that nothing counts."""
        activity, texts = survey.activity, self.document["texts"]
        consent = terms.in_force(activity.pk)
        return Entry(
            survey_id=survey.pk,
            version_id=None,
            activity_id=activity.pk,
            state=activity.state,
            opens_at=None,
            closes_at=None,
            is_anonymous=activity.anonymous,
            minutes=minutes(self.document["questions"], texts[survey.source_language]),
            study_state=Study.State.PRACTICE,
            consent_version_id=consent.pk if consent else None,
        )

    def page(
        self,
        state: Pretended,
        faults: dict[str, AnswerFault] | None = None,
        typed: QueryDict | None = None,
        left_out: dict[str, str] | None = None,
    ) -> str:
        """The HTML of one page; the token in it is all that the next one knows."""
        with translation.override(languages.interface(state.language)):
            if state.at == FIRST:
                return self._first(state)
            if state.at == LAST or state.at.startswith(ENDED):
                return self._last(state)
            filling = Filling(
                answers=state.answers,
                faults=faults or {},
                typed=typed,
                left_out=left_out or {},
                may_need_help=self._is_worrying(state, typed),
                token=state.sign(),
                is_practice=True,
                can_go_back=True,
            )
            pages = self.edition.pages(state.language)
            if state.at == CHECK:
                consent = self._consent(state)
                return pages.check_page(replace(filling, consent=consent))
            sends = self._sends(state)
            return pages.question_page(int(state.at), replace(filling, sends=sends))

    def _sends(self, state: Pretended) -> bool:
        """Whether the button of this page sends; whoever looked again does so anew."""
        return self.edition.sends_at_once and not state.from_check

    def _is_worrying(self, state: Pretended, typed: QueryDict | None) -> bool:
        if state.at == CHECK:
            return worried.anywhere(self.document, state.answers)
        return worried.by_page(self.document, state.answers, int(state.at), typed)

    def _first(self, state: Pretended) -> str:
        today = timezone.localdate()
        drawn = first_page.draw(self.edition, self.entry, state.language, today)
        begin = self.edition.pages(state.language).part("begin")
        consent = self._consent(state, is_first=True)
        slots = {"token": state.sign(), "begin": begin, "consent": consent}
        return drawn.fill(slots)

    def _consent(self, state: Pretended, *, is_first: bool = False) -> str:
        """What people are asked to agree to; its boxes are only looked at."""
        return consent_block.draw(
            self.edition,
            self.entry.terms,
            state.language,
            {},
            is_first=is_first,
        )

    def _last(self, state: Pretended) -> str:
        today = timezone.localdate()
        walk = program(self.document).walk(state.answers)
        is_named = state.at.startswith(ENDED)
        page = receipts.page(
            self.edition,
            state.language,
            today,
            is_taken_back=False,
            ending=state.at.removeprefix(ENDED) if is_named else walk.ending,
            updates=reverse(
                "survey-preview-updates", args=[self.entry.survey_id, state.language]
            ),
        )
        pages = self.edition.pages(state.language)
        slots = {"code": NO_CODE, "token": "", "banner": pages.banner(True, False)}
        slots["keeper"] = format_html(KEEPER, state.sign())
        return page.fill(pages.told(walk).values | slots)

    def placed(self, state: Pretended, place: str) -> Pretended:
        """At another place, with the pretend answers and what it takes to show it."""
        state = replace(state, from_check=False)
        ends = {
            ENDED + r["key"] for r in self.document["rules"] if r["effect"] == "end"
        }
        if place in {CHECK, LAST} | ends:
            return replace(state, at=place)
        questions = self.document["questions"]
        if not place.isdecimal() or not 1 <= int(place) <= len(questions):
            return replace(state, at=FIRST)
        key = questions[int(place) - 1]["key"]
        pages = self.document["pages"]
        page = next((i for i, keys in enumerate(pages) if key in keys), None)
        if page is None:
            return replace(state, at=FIRST)
        answers = state.answers
        if key not in {q["key"] for q in shown_questions(self.document, answers)}:
            answers = answers | answers_before(self.document, key)
        return replace(state, at=str(page), answers=answers)

    def answered(self, state: Pretended, post: QueryDict) -> str:
        """The page after this one, or this one again with what has to be mended."""
        before = state
        if state.at.isdecimal():
            state, faults = self._taken(state, post)
            if faults:
                return self.page(state, faults, post)
            left_out = self._left_out(state, post)
            if left_out:
                return self.page(state, left_out=left_out)
        if post.get("language") in self.document["languages"]:
            return self.page(replace(state, language=post["language"]))
        go, _colon, place = post.get("go", "").partition(":")
        if go == "to":
            return self.page(self.placed(state, place))
        if go == "change" and place.isdecimal():
            page = min(int(place), len(self.document["pages"]) - 1)
            return self.page(replace(state, at=str(page), from_check=True))
        if f"{go}:" == EARLIER:
            return self.page(self._earlier(state, place))
        if go == "back":
            at = CHECK if state.from_check else self._before(state)
            return self.page(replace(state, at=at, from_check=False))
        if state.at == CHECK:
            return self._sent(state)
        if state.at.isdecimal() and self._sends(state) and go != walking.CHECK:
            return self._sent(state)
        if state.at.isdecimal():
            return self.page(self._further(before, state))
        at = self._after(state, -1) if state.at == FIRST else FIRST
        return self.page(replace(state, at=at))

    def _taken(
        self, state: Pretended, post: QueryDict
    ) -> tuple[Pretended, dict[str, AnswerFault]]:
        """With the answers of the page, and what keeps somebody from going on."""
        keys = self.document["pages"][int(state.at)]
        shown = shown_questions(self.document, state.answers)
        asked = [question for question in shown if question["key"] in keys]
        goes_on = walking.goes_on(post)
        with translation.override(languages.interface(state.language)):
            read, faults = reading.read_page(
                self.document, asked, state.answers, post, self.edition.stays
            )
        if not goes_on:  # a look around waits for nothing
            return replace(state, answers=state.answers | read), {}
        if not faults:
            state = replace(state, answers=state.answers | read)
            faults = on_page(self.document, state.answers, keys)
        return state, faults

    def _left_out(self, state: Pretended, post: QueryDict) -> dict[str, str]:
        """What is said to people whose numbers were left out, when they go on."""
        if not walking.goes_on(post):
            return {}
        keys, stays = self.document["pages"][int(state.at)], self.edition.stays
        asked = [q for q in self.document["questions"] if q["key"] in keys]
        with translation.override(languages.interface(state.language)):
            return leaving_out.notices(asked, state.answers, post, stays)

    def _further(self, before: Pretended, state: Pretended) -> Pretended:
        """The next page; after a change the check, or first what now shows as well."""
        if not state.from_check:
            return replace(state, at=self._after(state, int(state.at)))
        seen = self._shown(before)
        new = [i for i in self._shown(state) if i not in seen]
        if new:
            return replace(state, at=str(new[0]))
        return replace(state, at=CHECK, from_check=False)

    def _earlier(self, state: Pretended, key: str) -> Pretended:
        """At the page of a question that shows, else where it is."""
        pages = self.document["pages"]
        here = [i for i in self._shown(state) if key in pages[i]]
        return replace(state, at=str(here[0])) if here else state

    def _sent(self, state: Pretended) -> str:
        """The last page, unless answers are missing or do not go together."""
        walk = program(self.document).walk(state.answers)
        with translation.override(languages.interface(state.language)):
            faults = reading.before_sending(self.document, walk)
        return self.page(state if faults else replace(state, at=LAST), faults)

    def _after(self, state: Pretended, index: int) -> str:
        later = [i for i in self._shown(state) if i > index]
        return str(later[0]) if later else CHECK

    def _before(self, state: Pretended) -> str:
        last = len(self.document["pages"])
        index = int(state.at) if state.at.isdecimal() else last
        earlier = [i for i in self._shown(state) if i < index]
        return str(earlier[-1]) if earlier else FIRST

    def _shown(self, state: Pretended) -> list[int]:
        return walking.shown_pages(self.document, state.answers)
