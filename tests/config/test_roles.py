"""Roles: each may open and do what it is for, on every page of the admin, and nothing else."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from companies.models import Company
from config.roles import Role, group_for, renew_groups
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = {
    model._meta.label_lower: f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for model in admin.site._registry
}
PEOPLE = ["alerts.subscriber", "alerts.email", "alerts.delivery", "auth.user", "auth.group"]


@pytest.fixture
def as_role(client):
    """Sign somebody in with the rights of a role."""

    def sign_in(role):
        user = User.objects.create_user(role.value, is_staff=True)
        user.groups.add(group_for(role))
        client.force_login(user)
        return client

    return sign_in


def opened(client, names) -> dict[str, int]:
    return {name: client.get(LISTS[name]).status_code for name in names}


def test_nobody_without_the_mark_of_staff_opens_any_page_or_writes(client):
    client.force_login(User.objects.create_user("reader"))
    pledge = factories.make_pledge()
    for address in (*LISTS.values(), "/admin/", "/outbox/", "/outbox/preview/"):
        assert client.get(address)["Location"].startswith("/admin/login/"), address
    for part in ("add/", "autocomplete/", f"{pledge.pk}/delete/", f"{pledge.pk}/history/"):
        answer = client.post(f"{LISTS['moratoriums.pledge']}{part}", {"post": "yes"})
        assert answer.status_code in (302, 404), part
    pledge.refresh_from_db()


def test_staff_without_a_role_open_nothing_that_holds_rows(client):
    client.force_login(User.objects.create_user("new", is_staff=True))
    assert set(opened(client, LISTS).values()) == {403}


def test_an_editor_enters_records_and_sees_no_person(as_role):
    client = as_role(Role.EDITOR)
    assert set(opened(client, PEOPLE).values()) == {403}
    assert client.get("/outbox/").status_code == 403
    assert client.get("/outbox/preview/").status_code == 200
    for name in ("moratoriums.pledge", "companies.company", "moratoriums.source"):
        assert client.get(f"{LISTS[name]}add/").status_code == 200, name
    assert client.get("/admin/").status_code == 200


def test_a_reviewer_publishes_and_deletes_no_record(as_role):
    client = as_role(Role.REVIEWER)
    user = User.objects.get(username="reviewer")
    assert user.has_perm("moratoriums.publish_pledge")
    assert user.has_perm("moratoriums.confirm_verdict")
    draft = factories.make_pledge(published=False)
    answer = client.post(f"{LISTS['moratoriums.pledge']}{draft.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    company = draft.company
    answer = client.post(f"{LISTS['companies.company']}{company.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    draft.refresh_from_db()


def test_an_operator_sees_post_and_feeds_and_changes_no_record(as_role):
    client = as_role(Role.OPERATOR)
    names = ["alerts.email", "alerts.subscriber", "alerts.delivery", "news.feed", "alerts.webhook"]
    assert set(opened(client, names).values()) == {200}
    assert client.get("/outbox/").status_code == 200
    pledge = factories.make_pledge(title="As it was")
    page = f"{LISTS['moratoriums.pledge']}{pledge.pk}/change/"
    assert client.get(page).status_code == 200, "to look at"
    assert client.post(page, {"title": "As the operator likes it"}).status_code == 403
    for part in ("add/", f"{pledge.pk}/delete/"):
        assert client.get(f"{LISTS['moratoriums.pledge']}{part}").status_code == 403
    assert set(opened(client, ["auth.user", "auth.group"]).values()) == {403}
    pledge.refresh_from_db()
    assert pledge.title == "As it was"


def test_history_and_delete_ask_for_the_same_right_as_the_page(as_role):
    source = factories.make_source()
    user = User.objects.create_user("someone")
    client = as_role(Role.EDITOR)
    for part in ("change/", "history/", "delete/"):
        assert client.get(f"{LISTS['auth.user']}{user.pk}/{part}").status_code == 403, part
    assert client.get(f"{LISTS['moratoriums.source']}{source.pk}/delete/").status_code == 403
    answer = client.get(
        "/admin/autocomplete/",
        {"term": "some", "app_label": "admin", "model_name": "logentry", "field_name": "user"},
    )
    assert answer.status_code == 403


def test_fields_that_the_form_does_not_have_are_ignored(as_role):
    client = as_role(Role.EDITOR)
    form = {
        "name": "Amazon",
        "slug": "amazon",
        "kind": "company",
        "id": "4711",
        "is_staff": "on",
        "is_superuser": "on",
        "created_by": "somebody",
    }
    shown = client.get(f"{LISTS['companies.company']}add/").context
    empty = dict.fromkeys(shown["adminform"].form.fields, "")
    managed: dict[str, str] = {}
    for formset in shown["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        managed |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    answer = client.post(f"{LISTS['companies.company']}add/", {**empty, **managed, **form})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Company.objects.get(slug="amazon").pk != 4711
    user = User.objects.get(username="editor")
    assert not user.is_superuser


def test_a_new_version_renews_the_rights_of_groups_that_are_in_use():
    group = group_for(Role.EDITOR)
    group.permissions.clear()
    Group.objects.create(name="friends of the house")
    renew_groups()
    assert group.permissions.filter(codename="change_pledge").exists()
    assert not Group.objects.filter(name=Role.OPERATOR.value).exists()
    assert not Group.objects.get(name="friends of the house").permissions.exists()


def test_an_operators_account_is_made_by_the_same_command(capsys):
    call_command("make_admin", "olga", "--role", "operator")
    olga = User.objects.get()
    assert olga.has_perm("alerts.view_email")
    assert not olga.has_perm("moratoriums.change_pledge")
