"""The ways people move through a page: with a mouse, with the keyboard alone."""


class Mouse:
    """Clicks what it sees and types into fields by their label. Works with scripts on and off."""

    def __init__(self, page):
        self.page = page

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def tick(self, label):
        self.page.get_by_label(label).check()

    def write(self, label, text):
        self.page.get_by_label(label).first.fill(text)


class Keyboard:
    """Tab to it, see the focus on it, and press. Never the mouse."""

    LONGEST_WAY = 120

    def __init__(self, page):
        self.page = page

    def follow(self, name):
        self._reach("link", name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, name):
        self._reach("button", name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, label):
        self._reach("checkbox", label)
        self.page.keyboard.press("Space")

    def write(self, label, text):
        self._reach("textbox", label)
        self.page.keyboard.type(text)

    def _reach(self, role, name):
        wanted = self.page.get_by_role(role, name=name).first
        wanted.wait_for()
        for _ in range(self.LONGEST_WAY):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                assert self._focus_is_seen(wanted), f"The focus on „{name}“ is not seen"
                return
        raise AssertionError(f"With Tab alone there is no way to „{name}“")

    @staticmethod
    def _focus_is_seen(element):
        return element.evaluate(
            """element => {
                const shown = node => {
                    const style = getComputedStyle(node);
                    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
                };
                return shown(element) || shown(element.parentElement);
            }"""
        )
