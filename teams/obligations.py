"""What is still open before somebody leaves, or a team rests or ends."""


class Obligation(str):
    """A German sentence, and the way to where it is settled."""

    def __new__(cls, sentence: str, *, address: str, way: str) -> "Obligation":
        obligation = super().__new__(cls, sentence)
        obligation.address, obligation.way = address, way
        return obligation
