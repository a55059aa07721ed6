"""The database itself refuses companies and names that make no sense, whoever writes them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from companies.models import Company, CompanyName, Membership
from companies.vocabulary import CompanyKind, NameKind


@pytest.fixture
def acme(db) -> Company:
    return Company.objects.create(slug="acme", name="Acme")


@pytest.fixture
def rows(acme: Company) -> dict[str, models.Model]:
    """One good row of each table."""
    group = Company.objects.create(slug="group", name="Group", kind=CompanyKind.GROUP)
    return {
        "company": acme,
        "name": CompanyName.objects.create(company=acme, name="Acme Inc."),
        "membership": Membership.objects.create(group=group, member=acme),
    }


def change(row: str, **values: Any) -> Callable[[dict[str, Any]], Any]:
    """Overwrite columns behind the back of every form and of save()."""

    def write(rows: dict[str, Any]) -> None:
        named = {name: value(rows) if callable(value) else value for name, value in values.items()}
        type(rows[row]).objects.filter(pk=rows[row].pk).update(**named)

    return write


CASES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "company_has_slug": change("company", slug=""),
    "company_has_name": change("company", name=""),
    "company_kind_known": change("company", kind="empire"),
    "company_not_its_own_parent": change("company", parent=lambda rows: rows["company"]),
    "company_not_merged_into_itself": change("company", merged_into=lambda rows: rows["company"]),
    "membership_once": lambda rows: Membership.objects.bulk_create(
        [Membership(group=rows["membership"].group, member=rows["company"])]
    ),
    "membership_not_of_self": change("membership", member=lambda rows: rows["membership"].group),
    "company_name_once_per_kind": lambda rows: CompanyName.objects.bulk_create(
        [CompanyName(company=rows["company"], name="Acme Inc.", kind=NameKind.ALIAS)]
    ),
    "company_name_not_empty": change("name", name=""),
    "company_name_kind_known": change("name", kind="nickname"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name, rows):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        CASES[name](rows)
    assert name in str(refusal.value) or "UNIQUE" in str(refusal.value)


def test_no_constraint_is_without_a_case():
    tables: list[type[models.Model]] = [Company, CompanyName, Membership]
    declared = {rule.name for table in tables for rule in table._meta.constraints}
    assert declared == set(CASES)


def test_two_companies_never_share_a_slug(acme):
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.bulk_create([Company(slug="acme", name="Another")])


def test_a_member_of_a_group_cannot_be_deleted_from_under_it(rows):
    with pytest.raises(models.ProtectedError):
        rows["company"].delete()


def test_deleting_a_group_leaves_its_members(rows):
    rows["membership"].group.delete()
    assert Company.objects.filter(slug="acme").exists()


def test_the_same_name_may_serve_as_alias_and_as_brand(rows):
    brand = CompanyName.objects.create(company=rows["company"], name="Acme Inc.", kind="brand")
    assert brand.pk


def test_a_merged_record_is_no_longer_current(acme):
    old = Company.objects.create(slug="acme-old", name="Old Acme", merged_into=acme)
    assert set(Company.objects.current()) == {acme}
    assert old in acme.merged_from.all()
