import pytest


@pytest.fixture
def desk(staff, logged_in):
    """A client at the campaign team's desk. Not a superuser: being staff is enough."""
    staff.is_superuser = False
    staff.save()
    return logged_in(staff)
