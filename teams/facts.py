"""What staff want to know of a team before they decide: whose mail domain that is, and whether there is such a team already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet

from teams.models import Agency, Person, Team

# Where anybody gets an address. Not complete: what is missing is merely called unknown.
FREE_MAIL = frozenset(
    (
        "aol.com aol.de arcor.de email.de freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hotmail.com "
        "hotmail.de icloud.com live.com live.de mail.com mail.de mailbox.org me.com online.de outlook.com outlook.de posteo.de "
        "proton.me protonmail.com t-online.de tutanota.com tutanota.de vodafone.de web.de yahoo.com yahoo.de ymail.com"
    ).split()
)


@dataclass(frozen=True)
class DomainCheck:
    """Whether the address of who registered belongs to the authority; `words` say why not."""

    domain: str
    words: str = ""

    @property
    def is_plausible(self) -> bool:
        return not self.words


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def check_domain(team: Team) -> DomainCheck:
    return check_domains([team])[team.pk]


def check_domains(teams: Iterable[Team]) -> dict[int, DomainCheck]:
    """By the key of the team; as many questions as the tree is high, however many teams. Wants agency and registered_by."""
    teams = list(teams)
    above = _lines_of({team.agency_id for team in teams})
    owners = _owners_of({domain_of(team.registered_by.email) for team in teams if team.registered_by})
    return {team.pk: _check(team, above, owners) for team in teams}


def _check(team: Team, above: dict[int, tuple[int | None, list[str]]], owners: dict[str, list[Agency]]) -> DomainCheck:
    if not team.registered_by or not team.registered_by.is_active:
        return DomainCheck("", "Das Konto der Person gibt es nicht mehr, oder es ist gesperrt.")
    domain = domain_of(team.registered_by.email)
    known = _known_domains(team.agency_id, above)
    sentences = [] if team.agency.is_confirmed else ["Die Dienststelle ist eine freie Eingabe und noch nicht bestätigt."]
    if domain in FREE_MAIL:
        sentences.append(f"{domain} ist ein Anbieter für private Postfächer.")
    elif domain not in known:
        sentences.append(_why_unknown(domain, known, owners.get(domain, [])))
    return DomainCheck(domain, " ".join(sentences))


def _why_unknown(domain: str, known: set[str], owners: list[Agency]) -> str:
    if owners:
        others = " und ".join(str(agency) for agency in owners[:2])
        return f"{domain} gehört zu einer anderen Dienststelle: {others}."
    if not known:
        return f"Für diese Dienststelle ist keine Maildomain eingetragen: {domain} lässt sich nicht vergleichen."
    return f"{domain} ist für diese Dienststelle nicht bekannt."


def _known_domains(agency: int | None, above: dict[int, tuple[int | None, list[str]]]) -> set[str]:
    """The authority's own, and those of all that stand above it."""
    known, seen = set(), set()
    while agency in above and agency not in seen:
        seen.add(agency)
        agency, domains = above[agency]
        known.update(domains)
    return known


def _lines_of(agencies: set[int]) -> dict[int, tuple[int | None, list[str]]]:
    """Each with what stands above it: the key of the next, and the own domains."""
    found: dict[int, tuple[int | None, list[str]]] = {}
    while agencies:
        rows = Agency.objects.filter(pk__in=agencies).values_list("pk", "parent", "mail_domains")
        found.update({pk: (parent, domains) for pk, parent, domains in rows})
        agencies = {parent for _, parent, _ in rows if parent} - found.keys()
    return found


def _owners_of(domains: set[str]) -> dict[str, list[Agency]]:
    owners: dict[str, list[Agency]] = {}
    for agency in Agency.objects.pickable().filter(mail_domains__overlap=list(domains - FREE_MAIL)) if domains else []:
        for domain in domains.intersection(agency.mail_domains):
            owners.setdefault(domain, []).append(agency)
    return owners


def who_goes_along(team: Team) -> QuerySet[Person]:
    """If the team goes to another authority: its members who work where it is now, unless another team keeps them there."""
    there = Team.objects.alive().filter(agency=team.agency_id).exclude(pk=team.pk)
    return Person.objects.filter(memberships__team=team, agency=team.agency_id).exclude(memberships__team__in=there)


# --- Is it there already? -----------------------------------------------------------------------------

MOST_MEANT = 3
ALIKE = 0.3


def doubles_of(team: Team) -> QuerySet[Team]:
    """Living teams that may be the same. Wants agency."""
    agency = team.agency
    others = Team.objects.exclude(pk=team.pk).perhaps_the_same_as(agency.pk, agency.name, agency.is_confirmed)
    return others.select_related("agency").order_by("agency__name", "site", "pk")


def perhaps_meant(entry: Agency) -> list[Agency]:
    """Confirmed authorities that are called like a free entry, the likeliest first."""
    likeness = TrigramSimilarity("name", entry.name)
    return list(Agency.objects.pickable().alias(likeness=likeness).filter(likeness__gt=ALIKE).order_by("-likeness")[:MOST_MEANT])


def in_the_same_building(survivor: Agency, merged: Agency) -> list[tuple[Team, Team]]:
    """Living teams that a merge would put into one building: the survivor's, and the one that has to say where it sits."""
    there = {team.site.lower(): team for team in survivor.teams.alive()}
    return [(there[team.site.lower()], team) for team in merged.teams.alive() if team.site.lower() in there]
