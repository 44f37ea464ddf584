"""Step 7: decide on what people said, tell them, and show the leader."""

from playwright.sync_api import expect

from tests.walk import plan, words
from tests.walk.answer import UPDATES_TO

HEARD = "I threw it away. I thought it was an advertisement."
DRAFTS = [
    "NOTICE OF DETERMINATION. Your application has been adjudicated.",
    "Your rent help is approved. We pay your landlord on the first of each month.",
]
DECISION = "The first line says what we decided."
YOU_SAID = "Say the date first, in big letters."
WE_DID = "The date is now the first thing on the page."


def log_conversation(walk) -> None:
    dana = walk.dana
    dana.goto(walk.board)
    dana.get_by_role("link", name="Log a conversation Round 1").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("How you talked").select_option(index=0)
    dana.get_by_label("What we heard").fill(HEARD)
    dana.get_by_label("They said that we may quote them").check()
    dana.get_by_role("button", name="Save the conversation").click()
    dana.get_by_role("link", name="What people said").last.click()
    expect(dana.get_by_text(HEARD)).to_be_visible()
    expect(dana.get_by_text(words.SAID_CHANGE)).to_be_visible()
    walk.eyes.on_studio(dana)


def compare_drafts(walk) -> None:
    """Draft 2 beside draft 1, with what went and what came marked."""
    dana = walk.dana
    dana.get_by_role("link", name="Drafts", exact=True).click()
    for text in DRAFTS:
        dana.get_by_role("link", name="Add a draft").click()
        dana.get_by_label("Text of the draft").fill(text)
        if text == DRAFTS[0]:
            walk.eyes.on_studio(dana)
        dana.get_by_role("button", name="Save the draft").click()
    expect(
        dana.get_by_role("region", name="Draft 1").locator("del").first
    ).to_be_visible()
    expect(
        dana.get_by_role("region", name="Draft 2").locator("ins").first
    ).to_be_visible()
    walk.eyes.on_studio(dana)


def decide(walk) -> None:
    """One decision, which cites a conversation and an answer."""
    dana = walk.dana
    dana.get_by_role("link", name="Board", exact=True).click()
    dana.get_by_role("link", name="Write a decision Round 1").click()
    walk.eyes.on_studio(dana)
    dana.get_by_label("What we decided").fill(DECISION)
    dana.get_by_label("Who decided").fill("Nora Haskell")
    for said in (HEARD, words.SAID_CHANGE):
        dana.get_by_role("checkbox", name=said).check()
    dana.get_by_role("button", name="Save the decision").click()
    expect(dana.get_by_text(DECISION)).to_be_visible()


def publish_what_changed(walk) -> None:
    """On the public page, and in a letter to whoever asked."""
    dana = walk.dana
    dana.goto(walk.board)
    dana.get_by_role("link", name="You said, we did Round 1").click()
    dana.get_by_label("You said", exact=True).fill(YOU_SAID)
    dana.get_by_label("What we did, or why not").fill(WE_DID)
    dana.get_by_role("button", name="Save", exact=True).click()
    walk.eyes.on_studio(dana)
    expect(dana.get_by_text("sends one message to 1 person")).to_be_visible()
    before = walk.post.total
    dana.get_by_role("button", name="Publish and tell people").click()
    walk.post.wait_for(before + 1)
    [letter] = walk.post.of(UPDATES_TO)
    phone = walk.phone
    phone.goto(letter.link("/p/"))
    expect(phone.get_by_text(WE_DID)).to_be_visible()
    walk.eyes.on_public(phone)


def show_leader(walk) -> None:
    """One page: whom we heard, who is missing, what changed, what is next."""
    dana = walk.dana
    dana.goto(walk.board)
    plan.look_at_board(walk)
    dana.get_by_role("link", name="Summary", exact=True).click()
    for words_ in ("Whom we heard", "Who is missing", "What changed", "What is next"):
        expect(dana.get_by_role("heading", name=words_)).to_be_visible()
    expect(dana.get_by_text(DECISION)).to_be_visible()
    for group in plan.GROUPS:
        expect(dana.get_by_text(f"{group}: talked to 0 of 5")).to_be_visible()
    walk.eyes.on_studio(dana)
