"""A draft as people will see it. Pretend answers travel with the page: none is stored."""

from dataclasses import dataclass, field, replace

from django.core import signing
from django.http import QueryDict
from django.utils import timezone, translation

from feedback.answering import first_page, languages, reading, receipts, walking
from feedback.answering.editions import Edition, surroundings
from feedback.answering.entries import Entry
from feedback.answering.mismatches import mismatches, on_page
from feedback.answering.pages import Filling
from feedback.surveys.compiling import compile_draft
from feedback.surveys.kinds import Answer, AnswerFault
from feedback.surveys.minutes import minutes
from feedback.surveys.models import Survey
from feedback.surveys.rules import program, shown_questions
from feedback.surveys.rules.proving.proof import answers_before
from studies.planning.models import Study

SALT = "survey-preview"
FIRST, CHECK, LAST = "first", "check", "last"
NO_CODE = "0000-0000-0000"


@dataclass(frozen=True)
class Pretended:
    """Where somebody is in a preview, and what they have pretended to answer."""

    language: str
    at: str = FIRST  # FIRST, CHECK, LAST or the index of a page
    answers: dict[str, Answer] = field(default_factory=dict)

    def sign(self) -> str:
        state = {"language": self.language, "at": self.at, "answers": self.answers}
        return signing.dumps(state, salt=SALT, compress=True)


def read_token(token: str) -> Pretended | None:
    try:
        return Pretended(**signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None


class Preview:
    """The pages of a draft, languages that come later included."""

    def __init__(self, survey: Survey):
        others = [*survey.languages, *survey.later_languages]
        self.document = compile_draft(survey, others)
        self.entry = self._entry(survey)
        around = surroundings(survey.activity)
        self.edition = Edition(0, survey.pk, self.document, around)

    def _entry(self, survey: Survey) -> Entry:
        """Somebody who only looks: every page says that nothing counts."""
        activity, texts = survey.activity, self.document["texts"]
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
        )

    def page(
        self,
        state: Pretended,
        faults: dict[str, AnswerFault] | None = None,
        typed: QueryDict | None = None,
    ) -> str:
        """The HTML of one page; the token in it is all that the next one knows."""
        with translation.override(languages.interface(state.language)):
            if state.at == FIRST:
                return self._first(state)
            if state.at == LAST:
                return self._last(state)
            filling = Filling(
                answers=state.answers,
                faults=faults or {},
                typed=typed,
                token=state.sign(),
                is_practice=True,
                can_go_back=True,
            )
            pages = self.edition.pages(state.language)
            if state.at == CHECK:
                return pages.check_page(filling)
            return pages.question_page(int(state.at), filling)

    def _first(self, state: Pretended) -> str:
        today = timezone.localdate()
        drawn = first_page.draw(self.edition, self.entry, state.language, today)
        begin = self.edition.pages(state.language).part("begin")
        return drawn.fill({"token": state.sign(), "begin": begin})

    def _last(self, state: Pretended) -> str:
        today = timezone.localdate()
        walk = program(self.document).walk(state.answers)
        page = receipts.page(
            self.edition,
            state.language,
            today,
            is_taken_back=False,
            ending=walk.ending,
        )
        pages = self.edition.pages(state.language)
        slots = {"code": NO_CODE, "token": "", "banner": pages.banner(True, False)}
        return page.fill(pages.told(walk).values | slots)

    def starting_at(self, number: int, language: str) -> Pretended:
        """At a question's place in the draft, as if answered so that it shows."""
        questions = self.document["questions"]
        if not 1 <= number <= len(questions):
            return Pretended(language)
        key = questions[number - 1]["key"]
        pages = self.document["pages"]
        page = next((i for i, keys in enumerate(pages) if key in keys), None)
        if page is None:
            return Pretended(language)
        return Pretended(language, str(page), answers_before(self.document, key))

    def answered(self, state: Pretended, post: QueryDict) -> str:
        """The page after this one, or this one again with what has to be mended."""
        if post.get("language") in self.document["languages"]:
            return self.page(replace(state, language=post["language"]))
        if post.get("go") == "back":
            return self.page(replace(state, at=self._before(state)))
        if state.at == CHECK:
            return self._sent(state)
        if not state.at.isdecimal():
            at = self._after(state, -1) if state.at == FIRST else FIRST
            return self.page(replace(state, at=at))
        index = int(state.at)
        keys = self.document["pages"][index]
        shown = shown_questions(self.document, state.answers)
        asked = [question for question in shown if question["key"] in keys]
        with translation.override(languages.interface(state.language)):
            read, faults = reading.read_page(self.document, asked, state.answers, post)
        if faults:
            return self.page(state, faults, post)
        state = replace(state, answers=state.answers | read)
        faults = on_page(self.document, state.answers, keys)
        if faults:
            return self.page(state, faults, post)
        return self.page(replace(state, at=self._after(state, index)))

    def _sent(self, state: Pretended) -> str:
        """The last page, unless answers are missing or do not go together."""
        walk = program(self.document).walk(state.answers)
        with translation.override(languages.interface(state.language)):
            faults = reading.unanswered(walk) or mismatches(self.document, walk)
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
