"""A window of the browser that was used before is as good as a new one."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
LEFT = """() => {
    const found = [document.cookie, localStorage.length, navigator.onLine];
    localStorage.setItem('left', 'behind');
    return found;
}"""


@pytest.mark.parametrize("closed_by", ["the test itself", "what comes after it"])
@pytest.mark.parametrize("time", ["first", "second"])
def test_nothing_is_left_of_the_test_before(
    live_server, context, page, time, closed_by
):
    page.goto(f"{live_server.url}/healthz")

    found = page.evaluate(LEFT)
    context.add_cookies([{"name": "left", "value": "here", "url": live_server.url}])
    context.set_offline(True)
    if closed_by == "the test itself":
        page.close()

    assert found == ["", 0, True]
    assert len(context.pages) <= 2


def test_what_would_stay_for_good_is_refused(page, context):
    with pytest.raises(AssertionError, match="new_context"):
        page.clock.install()
    with pytest.raises(AssertionError, match="new_context"):
        context.add_init_script("window.left = 1")
