"""People."""

import factory

from teams.models import Person


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Beispiel"
    email = factory.Sequence(lambda n: f"person{n}.beispiel@behoerde.example")
    password = "!"
