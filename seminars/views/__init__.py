"""The doors of the seminars: find it, may they, call the action, answer."""
