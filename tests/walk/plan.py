"""Step 1: enter, look at the board, start a study of one's own."""

from datetime import date, timedelta

from playwright.sync_api import expect

SERVICE, TITLE = "Rent Help", "Rent Help decision letter"
GROUPS = ["Reads best in a language other than English", "No fixed address"]
COLUMNS = ["Heard", "Decided", "Told"]


def enter(walk) -> None:
    dana = walk.dana
    dana.goto("/")
    walk.eyes.on_public(dana)
    dana.get_by_role("button", name="Enter as Dana, designer").click()
    expect(dana.get_by_role("heading", level=1)).to_have_text("Renewal letter and form")
    look_at_board(walk)
    expect(dana.locator(".cx-round--now h2")).to_have_text("Round 2, Shape")


def look_at_board(walk) -> None:
    """Three rounds, each with its three columns, and one thing to do next."""
    rounds = walk.dana.locator(".cx-round")
    expect(rounds).to_have_count(3)
    for number in range(3):
        expect(rounds.nth(number).locator("h3")).to_have_text(COLUMNS)
    expect(walk.dana.get_by_text("Next:", exact=True)).to_have_count(1)
    walk.eyes.on_studio(walk.dana)


def start_a_study(walk) -> None:
    """Four fields; three rounds are dated backward from launch."""
    dana, launch = walk.dana, date.today() + timedelta(days=100)
    dana.get_by_role("link", name="New study").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("Service").fill(SERVICE)
    dana.get_by_label("What you are changing").fill(TITLE)
    dana.get_by_label("Launch date").fill(launch.isoformat())
    dana.get_by_label("People you must hear").fill("\n".join(GROUPS))
    dana.get_by_role("button", name="Plan three rounds").click()
    expect(dana.get_by_role("heading", level=1)).to_have_text(TITLE)
    look_at_board(walk)
    walk.board = dana.url


def press_start(walk) -> None:
    """Fill in the plan that the Next line asks for; from Start on, answers count."""
    dana = walk.dana
    dana.get_by_role("link", name="Go to the plan").click()
    expect(dana.get_by_text("Missing:").first).to_be_visible()
    walk.eyes.on_studio(dana)
    dana.get_by_role("textbox", name="Goal 1").fill(
        "People know what we decided and why."
    )
    dana.get_by_role("textbox", name="Whom the service is for").fill(
        "Renters in the county."
    )
    dana.get_by_role("button", name="Save the plan").click()
    expect(dana.get_by_text("The plan is kept.")).to_be_visible()
    publish_consent(walk)
    dana.get_by_role("button", name="Start the study").click()
    expect(dana.get_by_text("The study is running.")).to_be_visible()
    look_at_board(walk)


def publish_consent(walk) -> None:
    """Ready words with one click; somebody vouches for those of a machine."""
    dana = walk.dana
    dana.get_by_role("link", name="Publish what people agree to").click()
    walk.eyes.on_studio(dana)
    dana.get_by_role("button", name="Begin with ready words").click()
    walk.eyes.on_studio(dana)
    for language in ("Spanish", "Arabic"):
        dana.get_by_role("link", name=language).click()
        dana.get_by_label("Their name").fill("Ana Ruiz")
        walk.eyes.on_studio(dana)
        dana.get_by_role("button", name="They vouch for it").click()
    dana.get_by_role("button", name="Publish these words").click()
    expect(dana.get_by_text("Published. People are asked")).to_be_visible()
    dana.get_by_role("link", name="Plan", exact=True).click()
