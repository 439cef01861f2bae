"""What a person says with an order, or in a protocol."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import NamedTuple

from materials.choices import Condition

MOST_PICTURES = 5


class Wish(NamedTuple):
    """So many of an article (by its key); for a loan the first and the last day."""

    article: int
    quantity: int
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True)
class Delivery:
    """The lines on the parcel."""

    recipient: str = ""
    extra: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""

    @property
    def is_complete(self) -> bool:
        return all((self.recipient, self.street, self.postal_code, self.city))


@dataclass(frozen=True)
class OrderAnswers:
    """Besides the wishes: what for, until when, where to."""

    delivery: Delivery = field(default_factory=Delivery)
    purpose: str = ""
    wished_for: date | None = None
    message: str = ""

    def as_fields(self) -> dict:
        """The columns of an order."""
        return {**asdict(self.delivery), "purpose": self.purpose, "wished_for": self.wished_for, "message": self.message}


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, as the form says."""

    name: str
    email: str
    agency: str = ""


@dataclass(frozen=True)
class KeptPicture:
    """In its drawer already; its row comes with the protocol."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class Findings:
    """What somebody saw who looked at a unit. `counts` by the key of the part; what is not named is counted as there."""

    condition: str = Condition.USABLE
    counts: Mapping[int, int] = field(default_factory=dict)
    note: str = ""
    pictures: tuple[KeptPicture, ...] = ()
