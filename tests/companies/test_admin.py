"""Companies in the admin: names and members on one page, and what is refused."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from companies.models import Company, CompanyName, Membership
from companies.vocabulary import CompanyKind
from tests.moratoriums.forms import typed

pytestmark = pytest.mark.django_db
ADD = "/admin/companies/company/add/"


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


@pytest.fixture
def amazon() -> Company:
    return Company.objects.create(slug="amazon", name="Amazon")


def page_of(company: Company) -> str:
    return f"/admin/companies/company/{company.pk}/change/"


def shown(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_a_company_is_entered_with_its_other_names(browser):
    data = {
        "name": "Meta",
        "slug": "meta",
        "country": "us",
        "names-0-name": "Facebook",
        "names-0-kind": "former",
        "names-0-until": "2021-10-28",
    }
    response = browser.post(ADD, typed(shown(browser, ADD), **data))
    assert response.status_code == 302, response.content.decode()
    meta = Company.objects.get()
    assert (meta.country, str(meta.names.get())) == ("US", "Facebook")


def test_a_group_has_members_in_the_order_they_were_added(browser, amazon):
    ibm = Company.objects.create(slug="ibm", name="IBM")
    group = Company.objects.create(slug="g", name="Group", kind=CompanyKind.GROUP)
    for place, company in enumerate([ibm, amazon]):
        changes = {f"memberships-{place}-member": company.slug}
        browser.post(page_of(group), typed(shown(browser, page_of(group)), **changes))
    assert [m.member for m in Membership.objects.filter(group=group)] == [ibm, amazon]


def test_only_a_group_has_members(browser, amazon):
    Company.objects.create(slug="ibm", name="IBM")
    changes = {"memberships-0-member": "ibm"}
    response = browser.post(page_of(amazon), typed(shown(browser, page_of(amazon)), **changes))
    assert "Only a group has members" in response.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("box", "text"),
    [("country", "USA"), ("wikidata_id", "3884"), ("names-0-until", "last year")],
)
def test_a_code_of_the_wrong_form_is_refused(browser, amazon, box, text):
    changes = {box: text, "names-0-name": "Amazon.com"}
    response = browser.post(page_of(amazon), typed(shown(browser, page_of(amazon)), **changes))
    assert response.status_code == 200
    amazon.refresh_from_db()
    assert (amazon.country, amazon.wikidata_id) == ("", "")
    assert not CompanyName.objects.exists()


def test_a_company_cannot_belong_to_its_own_subsidiary(browser, amazon):
    Company.objects.create(slug="ring", name="Ring", parent=amazon)
    response = browser.post(page_of(amazon), typed(shown(browser, page_of(amazon)), parent="ring"))
    assert "circle" in response.content.decode()


def test_a_slug_once_given_stays(browser, amazon):
    data = typed(shown(browser, page_of(amazon)), name="Amazon.com") | {"slug": ["other"]}
    browser.post(page_of(amazon), data)
    amazon.refresh_from_db()
    assert (amazon.slug, amazon.name) == ("amazon", "Amazon.com")


def test_a_company_is_found_by_any_of_its_names(browser, amazon):
    CompanyName.objects.create(company=amazon, name="Rekognition", kind="product")
    page = shown(browser, "/admin/companies/company/?q=rekog")
    assert "Amazon" in page
