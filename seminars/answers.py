"""What a person says with a booking."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answers:
    """How somebody takes part, what they need (choices.Need), and a message of at most 400 letters."""

    taking_part: str = ""
    needs: list[str] = field(default_factory=list)
    message: str = ""


NOTHING_SAID = Answers()
