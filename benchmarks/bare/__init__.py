"""What Django itself costs: events and bookings the way a sensible developer begins, without anything a portal adds."""
