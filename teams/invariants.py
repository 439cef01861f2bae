"""The promises of the authorities, asked by check_invariants."""

from collections.abc import Iterator

from django.db.models import Q

from missione.shared.invariants import promise
from teams.models import Agency, Person


@promise
def the_tree_of_authorities_has_no_circle() -> Iterator[str]:
    """Whoever goes up from an authority arrives at one that stands below none."""
    above = dict(Agency.objects.exclude(parent=None).values_list("pk", "parent"))
    for start in above:
        seen, here = {start}, above[start]
        while here in above and here not in seen:
            seen.add(here)
            here = above[here]
        if here == start:
            yield f"agency {start}: stands below itself"


@promise
def merged_authorities_are_left_alone() -> Iterator[str]:
    """A merged authority is inactive, leads to one that is not merged itself, and nobody points at it."""
    for agency in Agency.objects.exclude(merged_into=None).filter(Q(is_active=True) | ~Q(merged_into__merged_into=None)):
        yield f"agency {agency.pk}: merged, but active or merged into a merged one"
    for pk in Person.objects.exclude(agency__merged_into=None).values_list("pk", flat=True):
        yield f"person {pk}: belongs to a merged agency"
    for pk in Agency.objects.exclude(parent__merged_into=None).values_list("pk", flat=True):
        yield f"agency {pk}: stands below a merged agency"
