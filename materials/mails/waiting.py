"""The letters to who waits for a unit. Each is called by the action, inside its transaction, after the rows are saved."""

from django.conf import settings

from materials.models import LoanWish
from missione.shared.letters import name_kinds, post_letter
from teams.models import Person

name_kinds(
    {
        "loan_offered": "Warteliste: etwas ist frei geworden",
        "loan_offer_lapsed": "Warteliste: Angebot nicht beantwortet",
        "loan_wish_in_vain": "Warteliste: nichts mehr frei geworden",
    }
)


def loan_offered(wish: LoanWish) -> None:
    """With the moment until which it is held. The link acts only by a button on its page."""
    _post(wish, "loan_offered", not_after=wish.offered_until)


def loan_offer_lapsed(wish: LoanWish) -> None:
    _post(wish, "loan_offer_lapsed")


def loan_wish_in_vain(wish: LoanWish) -> None:
    _post(wish, "loan_wish_in_vain")


def _post(wish: LoanWish, kind: str, *, not_after=None) -> None:
    for person in _who_answers_for(wish):
        post_letter(
            key=f"wish:{wish.pk}:{kind}:{person.pk}",
            to=person.email,
            template=f"materials/mail/{kind}",
            context={
                "wish": wish,
                "article": wish.article,
                "person": person,
                "wish_url": settings.SITE_URL + wish.get_absolute_url(),
                "article_url": settings.SITE_URL + wish.article.get_absolute_url(),
            },
            kind=kind,
            not_after=not_after,
        )


def _who_answers_for(wish: LoanWish) -> list[Person]:
    """Who joined the list; has the person left the team, those who lead it."""
    memberships = wish.team.memberships.filter(person__is_active=True).select_related("person")
    own = memberships.filter(person=wish.person_id) if wish.person_id else memberships.none()
    return [membership.person for membership in own or memberships.leads()]
