"""The addresses of the seminars, of a person's own bookings, and of a team's seats."""

from django.urls import include, path

from seminars.views import booking, files, finding, mine, previews, standing_in, team_booking, team_seats

app_name = "seminars"

event = [
    path("", finding.event_page, name="event"),
    path("buchen/", booking.book, name="book"),
    path("buchen/team/", team_booking.book_for_team, name="book_for_team"),
    path("termin.ics", files.event_file, name="event_file"),
]

own_booking = [
    path("", mine.booking_page, name="booking"),
    path("termin.ics", files.booking_file, name="booking_file"),
    path("annehmen/", mine.accept, name="accept"),
    path("angaben/", mine.answers, name="answers"),
    path("umbuchen/", mine.move, name="move"),
    path("vertretung/", standing_in.hand_over, name="hand_over"),
    path("stornieren/", mine.cancel, name="cancel"),
]

seats_of_team = [
    path("", team_seats.seats, name="team_seats"),
    path("<slug:reference>/benennen/", team_seats.name_seat, name="name_seat"),
    path("<slug:reference>/zurueckgeben/", team_seats.give_back_seat, name="give_back_seat"),
    path("<slug:reference>/stornieren/", team_seats.cancel_for, name="cancel_for"),
    path("<slug:reference>/vertretung/", standing_in.hand_over_for, name="hand_over_for"),
]

urlpatterns = [
    path("seminare/", finding.event_list, name="list"),
    path("seminare/<slug:offer_slug>/", finding.offer_page, name="offer"),
    path("seminare/<slug:offer_slug>/<slug:slug>/", include(event)),
    path("meine-termine/", mine.my_bookings, {"view": "upcoming"}, name="my_bookings"),
    path("meine-termine/warteliste/", mine.my_bookings, {"view": "waiting"}, name="my_waiting"),
    path("meine-termine/vergangen/", mine.my_bookings, {"view": "past"}, name="my_past"),
    path("meine-termine/<slug:reference>/", include(own_booking)),
    path("team/<slug:slug>/plaetze/", include(seats_of_team)),
    path("verwaltung-vorschau/termin/<int:pk>/", previews.event, name="preview"),
    path("verwaltung-vorschau/angebot/<int:pk>/", previews.offer, name="preview_offer"),
]
