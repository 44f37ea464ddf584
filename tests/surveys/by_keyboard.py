"""A person at a keyboard without a mouse: every act is a key, and nothing else."""

from playwright.sync_api import Locator, Page, expect

# Where the wanted control stands from the one that has the keyboard: 4 is behind it.
PLACE = """wanted => document.activeElement === wanted ? 0
    : document.activeElement === document.body ? 4
    : document.activeElement.compareDocumentPosition(wanted)"""


class Keyboard:
    def __init__(self, page: Page):
        self.page = page

    def to(self, control: Locator, most: int = 250) -> None:
        """Press Tab, or Shift and Tab where it is nearer, until it has the keyboard."""
        expect(control).to_be_attached()
        wanted = control.element_handle()
        for _ in range(most):
            place = self.page.evaluate(PLACE, wanted)
            if place == 0:
                return
            self.page.keyboard.press("Shift+Tab" if place & 2 else "Tab")
        raise AssertionError(f"{control} is not reached by Tab")

    def press(self, control: Locator) -> None:
        self.to(control)
        self.page.keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        self.to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def write(self, field: Locator, text: str) -> None:
        self.to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, menu: Locator, value: str) -> None:
        """Arrow keys in a menu, from its first line on."""
        self.to(menu)
        self.page.keyboard.press("Home")
        for _ in range(menu.locator("option").count()):
            if menu.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in the menu")

    def pick(self, radio: Locator) -> None:
        """Arrow keys in a group of which one is picked, else Space on the first."""
        group = self.page.locator(f'input[name="{radio.get_attribute("name")}"]')
        checked = group.and_(self.page.locator(":checked"))
        self.to(checked if checked.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{radio} is not reached by arrow keys")
