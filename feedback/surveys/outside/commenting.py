"""What reviewers say about a draft: kept, shown beside it, and dealt with."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.models import Comment, GuestLink, Survey
from studies.agencies.models import User

WHOLE = ""  # the key under which a comment on the whole survey is sent
# More than all reviewers of one draft write; a link that leaked fills no disk.
MOST = 500


@transaction.atomic
def comment(
    link_id: int, name: str, said: Mapping[str, str], language: str = ""
) -> list[Comment]:
    """Keep what one reviewer says, by question key; the same again is kept once.

    `language` is the one they read in, empty where that is the source.

    Empty texts and keys of no present question are left out.
    """
    link = GuestLink.objects.select_for_update(of=["self"]).get(pk=link_id)
    questions = {row.key: row for row in link.survey.questions.current()}
    texts = {key: text.strip() for key, text in said.items() if text.strip()}
    if link.comments.count() + len(texts) > MOST:
        raise Refusal(
            _("This link holds as many comments as it can. Ask for a new one."),
            code="too_many",
        )
    kept = []
    for key, text in texts.items():
        if key == WHOLE or key in questions:
            row, _created = Comment.objects.get_or_create(
                survey=link.survey,
                question=questions.get(key),
                link=link,
                language=language,
                by_name=name.strip(),
                text=text,
            )
            kept.append(row)
    return kept


def deal_with(comment_id: int, *, by: User) -> None:
    """Take a comment off the draft; it is kept, and whoever did it is known."""
    rows = Comment.objects.filter(pk=comment_id, dealt_with_at=None)
    rows.update(dealt_with_at=timezone.now(), dealt_with_by=by)


def open_again(comment_id: int, *, by: User) -> None:
    rows = Comment.objects.filter(pk=comment_id)
    rows.update(dealt_with_at=None, dealt_with_by=None)


def comments_of(survey: Survey) -> list[Comment]:
    """All of a draft, oldest first, each with its question; one query."""
    return list(survey.comments.select_related("question"))
