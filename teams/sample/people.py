"""Invented people for a portal that looks used: the cast, whose passwords are shown at the start, and the others."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from missione.shared.search import normalise
from teams.actions import load_authorities, propose_agency
from teams.models import Agency, Person


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
    "forst-nrw.example": ["Torben Wiese"],  # a domain that nobody knows
}

# Where they work, and how many there are: the authorities are real, domains and figures are not.
AUTHORITIES = {
    "finanzamt-wuppertal.example": ("Finanzamt Wuppertal-Elberfeld", 310),
    "konzernpruefung.example": ("Finanzamt für Groß- und Konzernbetriebsprüfung Düsseldorf I", 140),
    "rzf.example": ("Rechenzentrum der Finanzverwaltung NRW", 2000),
    "lbv.example": ("Landesamt für Besoldung und Versorgung NRW", 1400),
    "lka.example": ("Landeskriminalamt NRW", 1700),
    "lafp.example": ("Landesamt für Ausbildung, Fortbildung und Personalangelegenheiten der Polizei NRW", 900),
    "polizei-koeln.example": ("Polizeipräsidium Köln", 1900),
    "bezreg-arnsberg.example": ("Bezirksregierung Arnsberg", 1800),
    "bezreg-detmold.example": ("Bezirksregierung Detmold", 1200),
    "bezreg-duesseldorf.example": ("Bezirksregierung Düsseldorf", 2000),
    "lanuk.example": ("Landesamt für Natur, Umwelt und Klima NRW", 1300),
    "strassen.example": ("Landesbetrieb Straßenbau NRW", 2000),
    "wald-und-holz.example": ("Landesbetrieb Wald und Holz NRW", 1100),
    "blb.example": ("Bau- und Liegenschaftsbetrieb NRW", 2000),
    "it-nrw.example": ("Landesbetrieb Information und Technik NRW", 1900),
    "olg-hamm.example": ("Oberlandesgericht Hamm", 600),
    "ag-dortmund.example": ("Amtsgericht Dortmund", 380),
    "jva-werl.example": ("Justizvollzugsanstalt Werl", 420),
    "zfsl-krefeld.example": ("Zentrum für schulpraktische Lehrerausbildung Krefeld", 60),
    "zfsl-bochum.example": ("Zentrum für schulpraktische Lehrerausbildung Bochum", 12),
    "landesarchiv.example": ("Landesarchiv NRW", 330),
    "hbz.example": ("Hochschulbibliothekszentrum NRW", 90),
    "geologie.example": ("Geologischer Dienst NRW", 240),
    "eichwesen.example": ("Landesbetrieb Mess- und Eichwesen NRW", 350),
}
FREE_ENTRY = ("hbz.example", "Hochschulbibliothekzentrum Köln")  # somebody typed it so: staff have something to merge


def load_people() -> None:
    """Twice is once: who has an account keeps it as it is."""
    load_authorities()
    for role in CAST:
        if not Person.objects.filter(email__iexact=role.email).exists():
            _move_in(role)
    known = set(Person.objects.values_list("email", flat=True))
    people = [person for person in _others() if person.email not in known]
    Person.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    _settle()


def _settle() -> None:
    """Authorities get invented domains and figures, people the authority of their domain; the newcomer has said nothing yet."""
    for domain, (name, headcount) in AUTHORITIES.items():
        agency = Agency.objects.filter(name=name, mail_domains=[], headcount=None).first()
        if not agency:
            continue  # settled before, or staff have seen to it
        agency.mail_domains, agency.headcount = [domain], headcount
        agency.save()
        Person.objects.filter(email__endswith=f"@{domain}", agency=None).exclude(email=NEWCOMER.email).update(agency=agency)
        if domain == FREE_ENTRY[0]:
            propose_agency(person=Person.objects.filter(agency=agency).order_by("pk")[0], name=FREE_ENTRY[1])


def played_by(role: Role) -> Person:
    return Person.objects.get(email=role.email)


def extras() -> list[Person]:
    """Everybody but the cast."""
    return list(Person.objects.filter(email__in=[person.email for person in _others()]).order_by("pk"))


def _move_in(role: Role) -> None:
    hasher = PBKDF2PasswordHasher()
    person = Person.objects.create(
        email=role.email,
        first_name=role.first_name,
        last_name=role.last_name,
        is_staff=role.is_staff,
        is_superuser=role.is_staff,
        # It is printed at start, so a quick hash will do; the first login makes it a slow one.
        password=hasher.encode(role.password, hasher.salt(), iterations=1000),
    )
    EmailAddress.objects.create(user=person, email=role.email, verified=True, primary=True)
    if role.is_staff:
        TOTP.activate(person, generate_totp_secret())  # nobody has the phone to it: settings.SAMPLE_CODE opens the door


def _others() -> list[Person]:
    """Without a password: nobody can log in as one of them."""
    people = []
    for domain, names in OTHERS.items():
        for name in names:
            first, last = name.split(" ", 1)
            email = f"{normalise(first)}.{normalise(last)}@{domain}"
            people.append(Person(first_name=first, last_name=last, email=email, password="!"))
    return people
