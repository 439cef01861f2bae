"""The doors: find it, may they, call the action, answer."""
