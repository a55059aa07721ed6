"""Real records through the editors' page: what an editor does not touch stays as it is."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from moratoriums.models import Pledge
from tests.moratoriums.forms import typed

pytestmark = pytest.mark.django_db

# An extension and a dispute; an end that is a window; a condition and a term by hand; an order
# that took another record's place.
HARD = [
    "amazon-rekognition-police-2020",
    "clearview-aclu-illinois-2022",
    "bunnings-pause-2022",
    "riteaid-ftc-2023",
]


@pytest.fixture
def browser(client: Client) -> Client:
    call_command("load_register", str(settings.DATA_DIR), verbosity=0)
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


def test_saving_a_real_record_changes_only_what_was_typed(browser):
    for pledge in Pledge.objects.filter(slug__in=HARD):
        address = f"/admin/moratoriums/pledge/{pledge.pk}/change/"
        before = pledge.revisions.latest("version")
        page = browser.get(address).content.decode()
        response = browser.post(address, typed(page, change_kind="small", title="Another title"))
        assert response.status_code == 302, response.content.decode()
        after = pledge.revisions.latest("version")
        changed = set(before.text.splitlines()) ^ set(after.text.splitlines())
        assert {line.split(":")[0] for line in changed} == {"title"}, pledge.slug
    assert Pledge.objects.filter(title="Another title").count() == len(HARD)
