"""What a translator sent: each box of the page with the marks that go with it."""

from django.http import QueryDict

from feedback.surveys.translation.translating import Written


def written(post: QueryDict, *, by_guest: bool = False) -> dict[str, Written]:
    """The texts by place; only those that were on the page.

    A guest says nothing about what is read over: that stays with members.
    """
    all_reviewed = "review_all" in post
    found = {}
    for name in post:
        if name.startswith("text-"):
            place = name.removeprefix("text-")
            found[place] = Written(
                text=post[name],
                seen=post.get(f"seen-{place}", ""),
                reviewed=None if by_guest else all_reviewed or f"ok-{place}" in post,
                same=f"same-{place}" in post,
            )
    return found
