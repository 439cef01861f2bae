"""People and authorities."""

import factory

from teams.models import Agency, Ministry, Person


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Beispiel"
    email = factory.Sequence(lambda n: f"person{n}.beispiel@behoerde.example")
    password = "!"


class MinistryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ministry

    abbreviation = factory.Sequence(lambda n: f"M{n}")
    name = factory.Sequence(lambda n: f"Ministerium Nummer {n}")


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Dienststelle {n}")
    city = "Musterstadt"
