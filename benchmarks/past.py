"""Nearly two years of bookings, written by PostgreSQL itself: whoever came before that is forgotten.

Of ten people one did not come and one had cancelled.
"""

from django.db import connection

PER_PERSON = 10  # who has booked before has booked so often

EVENTS = """
INSERT INTO seminars_event (
    offer_id, slug, former_slugs, uid, version, subtitle, speakers, starts_at, ends_at, mode, venue, address, access_note,
    join_link, seats, seats_taken, waiting_count, last_number, published_at, cancellation_reason, revised_at, search_text,
    created_at, changed_at)
SELECT offers.ids[1 + n %% cardinality(offers.ids)], 'damals-' || n, '{}', gen_random_uuid(), 1, '', '',
    now() - n * interval '45 minutes' - interval '2 days', now() - n * interval '45 minutes' - interval '46 hours 30 minutes',
    'online', '', '', '', '', %s, %s * 9 / 10, 0, %s, now() - interval '10 years', '', now(), '', now(), now()
FROM generate_series(1, %s / %s) AS n, (SELECT array_agg(id) AS ids FROM seminars_offer) AS offers
"""
DAYS = """
INSERT INTO seminars_eventday (event_id, starts_at, ends_at)
SELECT id, starts_at, ends_at FROM seminars_event WHERE slug LIKE 'damals-%%'
"""
# Neighbours in time are different people; nobody stands twice in one event.
BOOKINGS = """
INSERT INTO seminars_booking (
    event_id, person_id, booked_by_id, reference, state, number, seat_number, seated_at, sequence, invited_at,
    passed_over_because, taking_part, needs, message, cancelled_at, cancelled_late, cancellation_reason, created_at, changed_at)
SELECT event.id, person.id, person.id,
    'ME-' || upper(overlay(lpad(to_hex(event.place * event.seats + n), 8, '0') PLACING '-' FROM 5 FOR 0)),
    CASE WHEN n %% 10 = 0 THEN 'cancelled' WHEN n %% 10 = 9 THEN 'missed' ELSE 'attended' END,
    n, CASE WHEN n %% 10 > 0 THEN n - n / 10 END, CASE WHEN n %% 10 > 0 THEN event.starts_at - interval '20 days' END,
    CASE WHEN n %% 10 > 0 THEN 0 ELSE 1 END, event.starts_at - interval '20 days', '', '', '{}', '',
    CASE WHEN n %% 10 = 0 THEN event.starts_at - interval '9 days' END, false, '',
    event.starts_at - interval '20 days', event.starts_at - interval '9 days'
FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM seminars_event WHERE slug LIKE 'damals-%%') AS event
CROSS JOIN generate_series(1, %s) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM teams_person) AS person
    ON person.place = (event.place * event.seats + n) %% %s
"""


def write_past(bookings: int, per_event: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(EVENTS, [per_event, per_event, per_event, bookings, per_event])
        cursor.execute(DAYS, [])
        cursor.execute(BOOKINGS, [per_event, bookings // PER_PERSON])
        cursor.execute("VACUUM ANALYZE")
