"""Staff enter somebody by hand: find the person, then say what they need."""

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import redirect

from missione.shared.validators import no_control_characters, without_control_characters
from seminars import actions
from seminars.admin.base import refusals_told, work_view
from seminars.admin.booking_deeds import stand_in_words
from seminars.admin.event_deeds import event_page, find, note, page_or_post
from seminars.choices import ACTIVE, Need, TakingPart
from seminars.models import Booking, Event
from teams.models import Person

MOST_FOUND = 20


@work_view
@page_or_post
def enter(request, pk):
    event = find(pk)
    words = without_control_characters(request.GET.get("suche", "")).strip()[:100]
    form = EnterForm(request.POST or None, event=event, words=words)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            booking = actions.enter_by_hand(
                event=event, person=form.cleaned_data["person"], by=request.user, answers=form.answers()
            )
            note(request, booking, "Von Hand eingetragen.")
            messages.success(request, f"{booking.person} ist eingetragen: {stand_in_words(booking)}.")
            return redirect("admin:seminars_event_participants", event.pk)
    return event_page(request, "enter", event, "Person eintragen", form=form, words=words)


class EnterForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.filter(is_active=True),
        label="Person",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie eine Person aus."},
    )
    taking_part = forms.ChoiceField(label="Teilnahme", choices=TakingPart.choices, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(label="Bedarf", choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple)
    message = forms.CharField(label="Anmerkung", max_length=400, required=False, validators=[no_control_characters])

    def __init__(self, data=None, *, event: Event, words: str):
        super().__init__(data)
        self.found = list(people_found(words, event)[:MOST_FOUND])
        self.fields["person"].choices = [(person.pk, f"{person} ({person.email})") for person in self.found if not person.is_in]
        self.fields["needs"].choices = [(need.value, need.label) for need in event.possible_needs]
        if not event.is_hybrid:
            del self.fields["taking_part"]

    @property
    def already_in(self) -> list[Person]:
        return [person for person in self.found if person.is_in]

    def answers(self) -> actions.Answers:
        given = self.cleaned_data
        return actions.Answers(given.get("taking_part", ""), given["needs"], given["message"])


def people_found(words: str, event: Event) -> QuerySet[Person]:
    """Every word occurs in the name or the address; marked is who is in already."""
    if not words:
        return Person.objects.none()
    found = Person.objects.filter(is_active=True)
    for word in words.split()[:5]:
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    there = Booking.objects.filter(event=event, person=OuterRef("pk"), state__in=ACTIVE)
    return found.annotate(is_in=Exists(there))
