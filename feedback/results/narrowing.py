from collections.abc import Collection

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.answering.models import SurveyResponse
from feedback.results.participation import Participation
from studies.disclosure import outside
from studies.disclosure.outside import FEWEST
from studies.wording.tags import language_name

NO_PARTNER = "none"
KINDS = {"real": _("Real answers"), "synthetic": _("Synthetic answers")}
# What counting takes where nobody is left out.
ANYBODY = {"language": "", "partner": "", "mode": "", "is_finished": False}


def mode_choices(found: Collection[str]) -> list[tuple[str, str]]:
    """Any way, and those in which somebody took part, in their usual order."""
    modes = [(m.value, capfirst(m.label)) for m in SurveyResponse.Mode if m in found]
    return [("", pgettext_lazy("filter", "All ways")), *modes]


class Narrowing(forms.Form):
    """Which answers to look at: a GET form whose choices are what there is.

    Readers outside the team choose one at a time, and only what is enough people. What
    is not on a list is `refused`: nothing is shown then, least of all everybody.
    """

    answers = forms.ChoiceField(label=_("Answers"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    mode = forms.ChoiceField(label=_("Way to take part"), required=False)
    finished = forms.BooleanField(label=_("Only people who finished"), required=False)

    def __init__(
        self, *args, people: Participation, is_outside: bool = False, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.people, self.is_outside = people, is_outside
        asked = self.data.get("answers", "")
        self.is_synthetic = people.takes_synthetic(asked if asked in KINDS else "")
        languages = sorted(self._parts("language"))
        self.fields["language"].choices = [
            ("", pgettext_lazy("filter", "All languages")),
            *((code, language_name(code)) for code in languages),
        ]
        partners, known = self._parts("partner_id"), sorted(people.partners.items())
        self.fields["partner"].choices = [
            ("", pgettext_lazy("filter", "All partners")),
            *((str(pk), row.name) for pk, row in known if pk in partners),
            (NO_PARTNER, _("No partner (open link)")),
        ]
        if None not in partners:
            self.fields["partner"].choices.pop()
        self.fields["mode"].choices = mode_choices(self._parts("mode"))
        self.fields["answers"].choices = self._kinds()
        for name in ("answers", "language", "partner", "mode"):
            self.fields[name].widget.attrs["class"] = "cx-input"

    def _parts(self, split: str) -> set:
        """What there is to choose; without what this reader may not see by itself."""
        found = {getattr(place, split) for place in self.people.started}
        if split == "partner_id":
            found.add(None)
        if self.is_outside:
            found -= self.withheld(split)
        return found

    def withheld(self, split: str) -> set:
        """The parts that a reader outside the team does not see by themselves."""
        people = self.people.counted(
            split, self.is_synthetic, is_finished=self.leaves_out_unfinished
        )
        return outside.withheld(people)

    def _kinds(self) -> list[tuple[str, str]]:
        """Real and synthetic answers are never added up: one of them is looked at."""
        kinds = list(KINDS.items())
        has_real = self.people.people("finished", is_synthetic=False) > 0
        return kinds if has_real else kinds[::-1]

    @property
    def has_both_kinds(self) -> bool:
        numbers = [
            self.people.people("finished", is_synthetic=kind) for kind in (True, False)
        ]
        return all(numbers)

    @property
    def refused(self) -> str:
        """Why nothing is shown; "" where what was chosen may be looked at."""
        if not self.is_valid():
            return self._unknown()
        chosen = sum(self.narrowed[name] != any_ for name, any_ in ANYBODY.items())
        if self.is_outside and chosen > 1:
            return _(
                "Choose one of these at a time: together they may be too few people."
            )
        if self.is_outside and self.is_finished and not self.has_unfinished:
            return self._unknown()
        if self.is_outside and self._answered() and self._counted() < FEWEST:
            return _(
                "Fewer than 11 people have answered. Their answers show here once there "
                "are more."
            )
        return ""

    def _unknown(self) -> str:
        if self.is_outside:
            return _(
                "There is no such choice here, or too few people are behind it to show "
                "their answers by themselves. Choose from the lists."
            )
        if "mode" in self.errors:
            return _("Nobody took part here in such a way. Choose from the list.")
        return _("There is no such choice here. Choose from the lists.")

    @property
    def chosen_language(self) -> str:
        return self._chosen("language")

    @property
    def chosen_partner(self) -> int | None | str:
        """A partner's id, None for those who came without one, "" for any."""
        chosen = self._chosen("partner")
        if chosen == NO_PARTNER:
            return None
        return int(chosen) if chosen else ""

    @property
    def is_narrowed(self) -> bool:
        return self.narrowed != ANYBODY

    @property
    def narrowed(self) -> dict:
        """What narrows whom to count, by the names that counting takes."""
        return {
            "language": self.chosen_language,
            "partner": self.chosen_partner,
            "mode": self.chosen_mode,
            "is_finished": self.is_finished,
        }

    @property
    def counted(self) -> dict:
        """The same for counting: who stopped part-way is out where they are too few."""
        is_finished = self.is_finished or self.leaves_out_unfinished
        return self.narrowed | {"is_finished": is_finished}

    @property
    def leaves_out_unfinished(self) -> bool:
        return self.is_outside and 0 < self._people("partial") < FEWEST

    def _people(self, name: str) -> int:
        return self.people.people(name, is_synthetic=self.is_synthetic)

    def _answered(self) -> int:
        return self._people("finished") + self._people("partial")

    def _counted(self) -> int:
        return (
            self._people("finished") if self.leaves_out_unfinished else self._answered()
        )

    @property
    def is_finished(self) -> bool:
        return bool(self._chosen("finished"))

    @property
    def has_unfinished(self) -> bool:
        """Whether somebody stopped part-way, whom this reader may leave out."""
        groups = {name: self._people(name) for name in ("finished", "partial")}
        hidden = outside.withheld(groups) if self.is_outside else set()
        return groups["partial"] > 0 and not hidden

    @property
    def chosen_mode(self) -> str:
        return self._chosen("mode")

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")
