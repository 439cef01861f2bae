"""What this app announces to those above it."""

from django.dispatch import Signal

# Two authorities became one. Sent inside the transaction of the merge, both rows locked:
# a receiver carries its own rows along from `merged` to `survivor`.
agencies_merged = Signal()

# How much would be carried along. A receiver answers with pairs of words and a number: [("Bestellungen", 3)].
agencies_to_be_merged = Signal()
