"""Real records through the editors' page: what an editor does not touch stays as it is."""

import pytest
from django.conf import settings
from django.core.management import call_command

from moratoriums.models import Pledge
from tests.moratoriums.forms import send

pytestmark = pytest.mark.django_db

# An extension and a dispute; an end that is a window; a condition and a term by hand; an order
# that took another record's place.
HARD = [
    "amazon-rekognition-police-2020",
    "clearview-aclu-illinois-2022",
    "bunnings-pause-2022",
    "riteaid-ftc-2023",
]


def test_saving_a_real_record_changes_only_what_was_typed(browser):
    call_command("load_register", str(settings.DATA_DIR), verbosity=0)
    for pledge in Pledge.objects.filter(slug__in=HARD):
        before = pledge.revisions.latest("version")
        response = send(browser, pledge, title="Another title")
        assert response.status_code == 302, response.content.decode()
        after = pledge.revisions.latest("version")
        changed = set(before.text.splitlines()) ^ set(after.text.splitlines())
        assert {line.split(":")[0] for line in changed} == {"title"}, pledge.slug
    assert Pledge.objects.filter(title="Another title").count() == len(HARD)
