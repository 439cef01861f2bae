"""Invented people for a portal that looks used: the cast, whose passwords are shown at the start, and the others."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from missione.shared.search import normalise
from teams.models import Person


@dataclass(frozen=True)
class Role:
    title: str
    first_name: str
    last_name: str
    email: str
    password: str
    is_staff: bool = False


STAFF = Role("Kampagnenteam", "Katharina", "Vogt", "katharina.vogt@missione.example", "Windrad-dreht-Morgens", is_staff=True)
LEAD = Role("Teamleitung", "Tobias", "Brandt", "tobias.brandt@finanzamt-wuppertal.example", "Sonnendach-bis-Abends")
MEMBER = Role("Mitglied", "Ayşe", "Demir", "ayse.demir@finanzamt-wuppertal.example", "Fensterbank-kurz-lueften")
NEWCOMER = Role("Neuling", "Jonas", "Keller", "jonas.keller@landesarchiv.example", "Thermometer-im-Flur")
CAST = (STAFF, LEAD, MEMBER, NEWCOMER)

# By authority; nobody of them exists.
OTHERS = {
    "finanzamt-wuppertal.example": ["Petra Lindner", "Mehmet Aydın", "Ute Kalkbrenner", "Rainer Stobbe"],
    "konzernpruefung.example": ["Sabine Rückert", "Oliver Hense", "Marta Nowak"],
    "rzf.example": ["Dirk Ossendorf", "Lena Farwick", "Cem Yıldız"],
    "lbv.example": ["Heike Pannen", "Björn Tillmann", "Olga Weber"],
    "lka.example": ["Nadine Schürmann", "Frank Beisel", "Ines Carvalho", "Ralf Dombrowski"],
    "lafp.example": ["Christina Möllers", "Stefan Oberhoff"],
    "polizei-koeln.example": ["Jana Breuer", "Michael Kött"],
    "bezreg-arnsberg.example": ["Anke Wiesenthal", "Holger Brüning", "Sevda Kaya"],
    "bezreg-detmold.example": ["Martin Hölscher", "Elke Tappe"],
    "bezreg-duesseldorf.example": ["Carolin Esser", "Wolfgang Pütz", "Amira Haddad"],
    "lanuk.example": ["Birgit Feldhaus", "Thorsten Ahlers", "Julia Wendt"],
    "strassen.example": ["Karsten Rohde", "Melanie Fuchs"],
    "wald-und-holz.example": ["Jörg Hagemann", "Friederike Sand"],
    "blb.example": ["Andrea Kosler", "Vincent Reuter", "Daniela Hupp"],
    "it-nrw.example": ["Markus Ehlen", "Phuong Tran", "Sandra Kirsch"],
    "olg-hamm.example": ["Gudrun Averbeck", "Niklas Strunk"],
    "ag-dortmund.example": ["Yvonne Pieper", "Dennis Lohmann"],
    "jva-werl.example": ["Bernd Stratmann", "Kirsten Uhle"],
    "zfsl-krefeld.example": ["Claudia Janßen", "Emre Şahin", "Barbara Tölle"],
    "zfsl-bochum.example": ["Susanne Vossen", "Lars Engbers"],
    "landesarchiv.example": ["Regina Althoff", "Philipp Morsbach"],
    "hbz.example": ["Hanna Liebig", "Robert Czaja"],
    "geologie.example": ["Dorothea Krings", "Sven Marquardt"],
    "eichwesen.example": ["Ulrich Genz", "Fatma Özkan"],
}


def load() -> None:
    """Twice is once: who has an account keeps it as it is."""
    for role in CAST:
        if not Person.objects.filter(email__iexact=role.email).exists():
            _move_in(role)
    known = set(Person.objects.values_list("email", flat=True))
    people = [person for person in _others() if person.email not in known]
    Person.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )


def played_by(role: Role) -> Person:
    return Person.objects.get(email=role.email)


def extras() -> list[Person]:
    """Everybody but the cast."""
    return list(Person.objects.filter(email__in=[person.email for person in _others()]).order_by("pk"))


def _move_in(role: Role) -> None:
    person = Person.objects.create_user(
        role.email,
        role.password,
        first_name=role.first_name,
        last_name=role.last_name,
        is_staff=role.is_staff,
        is_superuser=role.is_staff,
    )
    EmailAddress.objects.create(user=person, email=role.email, verified=True, primary=True)


def _others() -> list[Person]:
    """Without a password: nobody can log in as one of them."""
    people = []
    for domain, names in OTHERS.items():
        for name in names:
            first, last = name.split(" ", 1)
            email = f"{normalise(first)}.{normalise(last)}@{domain}"
            people.append(Person(first_name=first, last_name=last, email=email, password="!"))
    return people
