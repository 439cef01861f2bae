"""The pages a person has about the own account: what there is, and what can be said and wished for."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView, TemplateView

from teams.accounts.identity_provider import is_on
from teams.actions.logins import logins_of
from teams.forms import MyNeeds, MyProfile, MyWishes
from teams.forms.own import WISHES
from teams.models import Agency, Person

Type = Authenticator.Type


def own_row(request: HttpRequest) -> Person:
    """A copy of its own: what a form refuses must not show in the header."""
    return Person.objects.select_related("agency").get(pk=request.user.pk)


class MyAccount(TemplateView):
    """Everything there is to see and to change, each with how it stands."""

    template_name = "account/my_account.html"

    def get_context_data(self, **kwargs) -> dict:
        person = own_row(self.request)
        wishes = [label for name, (label, _) in WISHES.items() if getattr(person, name)]
        how_it_stands = {
            "profile": ", ".join(filter(None, [person.name, person.unit])),
            "agency": _in_words(person.agency),
            "needs": person.needs_in_words or "Nichts Besonderes",
            "letters": ", ".join(wishes) or "Nur die E-Mails, die immer kommen",
            "factors": _factors_of(person),
            "logins": _logins_of(person),
            "provider": settings.OIDC_NAME if is_on() else "",
        }
        return super().get_context_data(person=person, **how_it_stands, **kwargs)


def _factors_of(person: Person) -> str:
    types = [row.type for row in Authenticator.objects.filter(user=person)]
    keys = types.count(Type.WEBAUTHN)
    there = ["App mit Codes"] * (Type.TOTP in types)
    there += [f"{keys} Schlüssel"] * bool(keys)
    return ", ".join(there) or "Noch nicht eingerichtet"


def _logins_of(person: Person) -> str:
    number = len(logins_of(person))
    return "Sie sind nur hier angemeldet" if number == 1 else f"Sie sind an {number} Stellen angemeldet"


def _in_words(agency: Agency | None) -> str:
    if not agency:
        return "Noch nicht angegeben. Mit ihr finden Sie Ihr Team und Ihre Kolleginnen und Kollegen."
    if not agency.is_active:
        return f"{agency} wird nicht mehr geführt. Bitte wählen Sie die Dienststelle, in der Sie jetzt arbeiten."
    return str(agency) if agency.is_confirmed else f"{agency}. Wartet auf Bestätigung durch das Kampagnenteam."


class OwnForm(FormView):
    success_url = reverse_lazy("account")
    success_message = ""

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        del kwargs["initial"]  # the form knows it from the person
        return {**kwargs, "person": own_row(self.request)}

    def form_valid(self, form) -> HttpResponse:
        form.save()
        messages.success(self.request, self.success_message)
        return super().form_valid(form)


class Profile(OwnForm):
    form_class = MyProfile
    template_name = "account/profile.html"
    success_message = "Ihr Name und Ihre Aufgabe sind gespeichert."


class Needs(OwnForm):
    form_class = MyNeeds
    template_name = "account/needs.html"
    success_message = "Gespeichert. Bei der nächsten Buchung ist es schon ausgefüllt."


class Notifications(OwnForm):
    form_class = MyWishes
    template_name = "account/notifications.html"
    success_message = "Gespeichert. Sie bekommen nur noch die E-Mails, die Sie ausgewählt haben, und die wichtigen."
