"""What this app announces to those above it. All are sent inside the transaction of the deed."""

from django.dispatch import Signal

# Two authorities became one, both rows locked:
# a receiver carries its own rows along from `merged` to `survivor`.
agencies_merged = Signal()

# How much would be carried along. A receiver answers with pairs of words and a number: [("Bestellungen", 3)].
agencies_to_be_merged = Signal()

# A team was put under another authority, its row locked and both authorities': a receiver carries along what is the team's.
team_moved = Signal()  # team, before

# Before a person leaves a team, or a team rests or ends (person=None): what is still open? A receiver answers with German
# sentences that name it, for the person to read: ["Ein Messgeräte-Paket ist noch ausgeliehen (bis 3. März)."]. An Obligation
# (teams/obligations.py) leads to the page where it is settled.
obligations_asked = Signal()  # team, person

# Somebody is no longer of a team: left, was removed, or the account is deleted.
member_left = Signal()  # team, person

# A team has ended, or was put to rest.
team_ended = Signal()  # team

# Before an account is deleted: what must be settled first? Answers as with obligations_asked.
obligations_of_person_asked = Signal()  # person

# An account is being deleted: a receiver frees what the person holds (future seats) and forgets what it knows of them.
person_leaving = Signal()  # person

# When was an account last of use to its owner, beside logging in? A receiver answers with a moment, which may lie ahead, or None.
last_use_asked = Signal()  # person

# A person wants to see everything we know of them. A receiver answers with (name of the part, list of plain dicts).
personal_data_asked = Signal()  # person

# And the files that belong to it: a receiver answers with triples of a path inside the archive, a storage, and the name there.
personal_files_asked = Signal()  # person
