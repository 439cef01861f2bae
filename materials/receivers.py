"""What we do when somebody announces something."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from materials.actions import documents, leaving, waiting
from materials.actions.baskets import take_over_basket
from materials.models import ContactMessage, DeliveryAddress, Order
from materials.session_basket import wishes_in, without_basket
from teams import signals


@receiver(signals.agencies_to_be_merged)
def count_what_would_be_carried_along(sender, merged, **kwargs):
    counted = [
        ("Bestellungen", Order.objects.filter(agency=merged).count()),
        ("Lieferadressen", DeliveryAddress.objects.filter(agency=merged).count()),
        ("Nachrichten", ContactMessage.objects.filter(agency=merged).count()),
    ]
    return [(words, number) for words, number in counted if number]


@receiver(signals.agencies_merged)
def carry_along(sender, survivor, merged, **kwargs):
    leaving.carry_along(survivor=survivor, merged=merged)


@receiver(signals.team_moved)
def go_along(sender, team, before, **kwargs):
    leaving.move_orders(team=team, to=team.agency)


@receiver(signals.obligations_asked)
def name_open_orders(sender, team, person, **kwargs):
    """Orders are the team's: they hinder nobody who leaves it, only its end."""
    return [] if person else leaving.open_orders_in_words(team)


@receiver(signals.team_ended)
def leave_the_waiting_lists(sender, team, **kwargs):
    """What a team waits for hinders neither its end nor its rest."""
    waiting.withdraw_wishes_of(team)


@receiver(signals.person_leaving)
def let_go(sender, person, **kwargs):
    leaving.forget_person(person=person)
    documents.forget_person(person=person)


@receiver(signals.personal_data_asked)
def tell_of_orders(sender, person, **kwargs):
    return "Bestellungen", leaving.orders_of(person)


@receiver(signals.personal_data_asked)
def tell_of_messages(sender, person, **kwargs):
    return "Nachrichten an das Kampagnenteam", leaving.messages_of(person)


@receiver(signals.personal_data_asked)
def tell_of_the_waiting_list(sender, person, **kwargs):
    return "Wartelisten", leaving.wishes_of(person)


@receiver(signals.personal_data_asked)
def tell_of_the_basket(sender, person, **kwargs):
    return "Korb", leaving.basket_of(person)


@receiver(signals.personal_data_asked)
def tell_of_documents_given(sender, person, **kwargs):
    return "Freigegebene Dokumente", documents.given_to(person)


@receiver(signals.personal_data_asked)
def tell_of_documents_uploaded(sender, person, **kwargs):
    return "Hochgeladene Dateien", documents.uploaded_by(person)


@receiver(user_logged_in)
def bring_the_basket_along(sender, request, user, **kwargs):
    """What was laid aside before logging in."""
    if request and (wishes := wishes_in(request.session)):
        take_over_basket(person=user, wishes=wishes)
        without_basket(request.session)
