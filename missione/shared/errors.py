"""How the portal says no."""


class Refused(Exception):
    """The portal says no, in a German sentence the person may read. `field` names the form field it belongs to, if any."""

    sentence = "Das ist gerade nicht möglich."

    def __init__(self, sentence: str = "", *, field: str = ""):
        super().__init__(sentence or self.sentence)
        self.field = field


class DifferentRequest(Refused):
    """A request key came back with another body: answered with 409."""

    sentence = "Dieses Formular wurde schon mit anderen Angaben abgeschickt. Bitte laden Sie die Seite neu."
