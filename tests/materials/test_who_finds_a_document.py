"""Who finds a document: one question for page, preview, hit, file and ZIP."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from materials.document_choices import ScanState
from materials.models import Document, DocumentVersion
from missione.shared import clock
from tests.factories.documents import DocumentFactory, EntitlementFactory
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def found_by(person):
    versions = {version.document for version in DocumentVersion.objects.visible_to(person)}
    documents = set(Document.objects.visible_to(person))
    assert versions == documents
    return documents


def test_each_finds_what_is_for_them():
    public, members, entitled = DocumentFactory(), DocumentFactory(members_only=True), DocumentFactory(entitled_only=True)
    member, waiting, resting, gone, given, staff = PersonFactory.create_batch(6)
    TeamFactory(lead=member)
    TeamFactory(resting=True, lead=resting)
    TeamFactory(asked=True, lead=waiting)
    TeamFactory(ended=True, lead=gone)
    EntitlementFactory(person=given, document=entitled)
    staff.is_staff = True

    assert found_by(AnonymousUser()) == found_by(waiting) == found_by(gone) == {public}
    assert found_by(member) == found_by(resting) == {public, members}
    assert found_by(given) == {public, entitled}
    assert found_by(staff) == {public, members, entitled}


def test_who_may_not_log_in_any_more_finds_what_everybody_finds():
    members = DocumentFactory(members_only=True)
    person = PersonFactory(is_staff=True)
    TeamFactory(lead=person)
    assert found_by(person) == {members}

    person.is_active = False

    assert found_by(person) == set()


def test_who_leaves_the_team_finds_it_no_more():
    members = DocumentFactory(members_only=True)
    member = PersonFactory()
    TeamFactory(members=[member])
    assert found_by(member) == {members}

    member.memberships.all().delete()

    assert found_by(member) == set()


@pytest.mark.parametrize("state", [ScanState.UNCHECKED, ScanState.INFECTED, ScanState.FAILED])
def test_nothing_but_a_clean_file_is_handed_out_not_even_to_staff(state):
    DocumentFactory(version__scan_state=state)

    assert found_by(PersonFactory(is_staff=True)) == set()


def test_drafts_and_documents_of_tomorrow_are_not_there():
    DocumentFactory(draft=True)
    DocumentFactory(published_at=clock.now() + timedelta(days=1))

    assert found_by(PersonFactory(is_staff=True)) == set()


def test_the_last_day_of_the_rights_is_still_a_day():
    lasts = DocumentFactory(rights_end=clock.today())
    DocumentFactory(rights_end=clock.today() - timedelta(days=1))

    assert found_by(AnonymousUser()) == {lasts}
