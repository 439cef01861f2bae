"""What people type."""

from teams.forms.agencies import AgencyField, FreeEntry, PickAgency
from teams.forms.names import MyNames, SignupNames, first_name, last_name

__all__ = ["AgencyField", "FreeEntry", "MyNames", "PickAgency", "SignupNames", "first_name", "last_name"]
