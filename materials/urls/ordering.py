"""The catalogue, the basket, the orders, and the contact form."""

from django.urls import include, path

from materials.views import (
    baskets,
    catalogue,
    contact,
    counters,
    guests,
    hand_ons,
    loan_pictures,
    loans,
    orders,
    pictures,
    waiting,
)

order = [
    path("", orders.order_page, name="order"),
    path("stornieren/", orders.cancel, name="cancel_order"),
]

counter = [
    path("", counters.counter_page, name="counter"),
    path("zaehlen/", counters.count, name="counter_count"),
    path("neue-zettel/", counters.renew_slips, name="counter_new_slips"),
    path("zettel.pdf", counters.paper, {"name": "zettel"}, name="counter_slips"),
    path("liste.pdf", counters.paper, {"name": "liste"}, name="counter_list"),
]

loan = [
    path("", loans.loan_page, name="loan"),
    path("verlaengern/", loans.extend, name="extend_loan"),
    path("weitergeben/", hand_ons.give, name="give_on"),
    path("uebernehmen/", hand_ons.take, name="take_over"),
    path("weiterverleih/", include(counter)),
]

piece = [
    path("", counters.piece_page, name="piece"),
    path("erledigt/", counters.piece_done, name="piece_done"),
]

wish = [
    path("", waiting.wish_page, name="wish"),
    path("annehmen/", waiting.accept, name="accept_offer"),
    path("zurueckziehen/", waiting.withdraw, name="withdraw_wish"),
]

material = [
    path("", catalogue.article_list, name="list"),
    path("korb/", baskets.basket, name="basket"),
    path("bestellungen/", orders.order_list, name="orders"),
    path("bestellungen/<slug:reference>/", include(order)),
    path("ausleihen/bilder/<slug:key>.jpg", loan_pictures.picture_file, name="loan_picture"),
    path("ausleihen/<uuid:reference>/", include(loan)),
    path("warteliste/<uuid:reference>/", include(wish)),
    path("zaehler/<slug:key>/", include(piece)),
    path("bild/<slug:name>-<int:size>.jpg", pictures.article_picture, name="picture"),
    path("<slug:slug>/", catalogue.article_page, name="article"),
    path("<slug:slug>/warteliste/", waiting.join, name="join_waiting_list"),
]

urlpatterns = [
    path("material/", include(material)),
    path("kontakt/", contact.contact, name="contact"),
    path("kontakt/gesendet/", contact.sent, name="sent"),
    path("kontakt/bestellung/<str:token>/", guests.guest_order, name="guest_order"),
    path("kontakt/nachricht/<str:token>/", guests.guest_message, name="guest_message"),
]
