"""The page a person has about the own account."""

from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.views.generic import UpdateView

from teams.forms import MyNames
from teams.models import Person


class MyAccount(SuccessMessageMixin, UpdateView):
    form_class = MyNames
    template_name = "account/my_account.html"
    success_url = reverse_lazy("account")
    success_message = "Ihr Name ist gespeichert."

    def get_object(self, queryset=None) -> Person:
        # a copy of its own: a refused name must not show in the header
        return Person.objects.select_related("agency").get(pk=self.request.user.pk)
