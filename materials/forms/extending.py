"""A later last day for a loan."""

from teams.forms.local_actions import Day, KeyedForm


class ExtendForm(KeyedForm):
    bis = Day(label="Neuer letzter Tag", missing="Geben Sie den neuen letzten Tag an.")
