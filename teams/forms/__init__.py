"""What people type."""

from teams.forms.agencies import AgencyField, FreeEntry, PickAgency
from teams.forms.names import SignupNames, first_name, last_name
from teams.forms.own import MyNeeds, MyProfile, MyWishes

__all__ = ["AgencyField", "FreeEntry", "MyNeeds", "MyProfile", "MyWishes", "PickAgency", "SignupNames", "first_name", "last_name"]
