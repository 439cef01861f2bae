"""People, authorities and teams."""

import factory

from missione.shared import clock
from teams.choices import Role, TeamState
from teams.models import Agency, Membership, Ministry, Person, Team


class PersonFactory(factory.django.DjangoModelFactory):
    """Numbered with five digits always: their order and the width of their names are the same whatever ran before."""

    class Meta:
        model = Person

    @classmethod
    def _setup_next_sequence(cls):
        return 10_000

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


class TeamFactory(factory.django.DjangoModelFactory):
    """Let in by staff, unless a state is given. `lead=` and `members=[…]` put people in; without a lead it has none."""

    class Meta:
        model = Team
        skip_postgeneration_save = True

    class Params:
        asked = factory.Trait(state=TeamState.ASKED, approved_at=None)
        resting = factory.Trait(state=TeamState.RESTING)
        ended = factory.Trait(state=TeamState.ENDED, ended_at=factory.LazyFunction(clock.now))

    agency = factory.SubFactory(AgencyFactory)
    state = TeamState.APPROVED
    approved_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def lead(self, create, person, **kwargs):
        if person:
            self.registered_by = person
            self.save(update_fields=["registered_by"])
            MembershipFactory(team=self, person=person, role=Role.LEAD, is_contact=True)

    @factory.post_generation
    def members(self, create, people, **kwargs):
        for person in people or []:
            MembershipFactory(team=self, person=person)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    team = factory.SubFactory(TeamFactory)
    person = factory.SubFactory(PersonFactory)
