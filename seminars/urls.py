"""The addresses of the seminars and of a person's own bookings."""

from django.urls import include, path

from seminars.views import booking, files, finding, mine, previews

app_name = "seminars"

event = [
    path("", finding.event_page, name="event"),
    path("buchen/", booking.book, name="book"),
    path("termin.ics", files.event_file, name="event_file"),
]

own_booking = [
    path("", mine.booking_page, name="booking"),
    path("termin.ics", files.booking_file, name="booking_file"),
    path("annehmen/", mine.accept, name="accept"),
    path("angaben/", mine.answers, name="answers"),
    path("umbuchen/", mine.move, name="move"),
    path("stornieren/", mine.cancel, name="cancel"),
]

urlpatterns = [
    path("seminare/", finding.event_list, name="list"),
    path("seminare/<slug:offer_slug>/", finding.offer_page, name="offer"),
    path("seminare/<slug:offer_slug>/<slug:slug>/", include(event)),
    path("meine-termine/", mine.my_bookings, {"view": "upcoming"}, name="my_bookings"),
    path("meine-termine/warteliste/", mine.my_bookings, {"view": "waiting"}, name="my_waiting"),
    path("meine-termine/vergangen/", mine.my_bookings, {"view": "past"}, name="my_past"),
    path("meine-termine/<slug:reference>/", include(own_booking)),
    path("verwaltung-vorschau/termin/<int:pk>/", previews.event, name="preview"),
    path("verwaltung-vorschau/angebot/<int:pk>/", previews.offer, name="preview_offer"),
]
