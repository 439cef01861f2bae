"""Filling in the order form and the contact form, as a browser would send them."""

from uuid import uuid4

from django.test import Client

ORDER = "/kontakt/?worum=material"
LINES = {"recipient": "Poststelle", "street": "Hauptstraße 1", "postal_code": "45127", "city": "Essen"}
GUEST = {"name": "Gerda Gast", "email": "gerda.gast@amt.example", "agency": "Amtsgericht Musterstadt"}


def order(client: Client, quantities=(), *, at=ORDER, **typed):
    """`quantities` are pairs of an article and what is typed beside it."""
    rows = {"artikel": [article.slug for article, _ in quantities]}
    rows |= {f"menge-{article.slug}": typed_in for article, typed_in in quantities}
    return client.post(at, {"request_key": uuid4(), **rows, **LINES, **typed})


def words(answer) -> list[str]:
    """What stands in the error summary."""
    form = answer.context["form"]
    return [error for errors in form.errors.values() for error in errors]


def as_guest(answer) -> dict:
    """What only a guest's form carries: the moment it was drawn."""
    return {**GUEST, "leave_empty": "", "opened": answer.context["form"]["opened"].value()}


def link_in(letter) -> str:
    """The path of the link that the letter carries to its own page."""
    return next(word for word in letter.text.split() if "/kontakt/" in word).removeprefix("http://testserver")
