from dataclasses import dataclass

from studies.wording.tags import language_name


@dataclass(frozen=True)
class Line:
    """One line: a stop refuses publishing until it is met, the rest is only said."""

    code: str
    text: str
    met: bool
    stop: bool = True
    url: str = ""
    language: str = ""  # the language that one tap can move to later

    @property
    def language_name(self) -> str:
        return language_name(self.language)
