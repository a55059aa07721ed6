"""Accounts for the admin: made by one command, with a password nobody can guess."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db


def make(*arguments: str) -> str:
    out = StringIO()
    call_command("make_admin", *arguments, stdout=out)
    found = re.search(r"this password: (\S+)", out.getvalue())
    assert found
    return found[1]


def test_the_printed_password_opens_the_admin(client):
    password = make("ada")
    assert authenticate(username="ada", password=password) == User.objects.get()
    assert client.login(username="ada", password=password)
    assert client.get("/admin/").status_code == 200


def test_every_password_is_another_one_and_long():
    passwords = {make("ada"), make("bob")}
    assert len(passwords) == 2
    assert min(map(len, passwords)) >= 16


def test_a_name_that_is_taken_is_refused_and_its_password_stays():
    password = make("ada")
    with pytest.raises(CommandError, match="--new-password"):
        make("ada")
    assert authenticate(username="ada", password=password)


def test_a_new_password_replaces_the_old_one_and_leaves_the_rights():
    old = make("ada", "--role", "editor")
    new = make("ada", "--new-password")
    assert authenticate(username="ada", password=old) is None
    assert authenticate(username="ada", password=new)
    assert not User.objects.get().is_superuser


def test_a_name_that_is_none_is_refused():
    with pytest.raises(CommandError, match="no name"):
        make("ada lovelace")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("role", "can_publish"), [("editor", False), ("reviewer", True), ("admin", True)]
)
def test_editors_enter_and_correct_and_reviewers_also_publish_and_confirm(role, can_publish):
    make("ada", "--role", role)
    ada = User.objects.get()
    assert ada.is_staff
    assert ada.has_perm("moratoriums.change_pledge")
    assert ada.has_perm("companies.add_company")
    assert ada.has_perm("news.change_proposal")
    assert ada.has_perm("moratoriums.publish_pledge") is can_publish
    assert ada.has_perm("moratoriums.confirm_verdict") is can_publish
    assert ada.has_perm("auth.change_user") is (role == "admin")


def test_neither_editors_nor_reviewers_delete_what_others_point_to():
    make("ada", "--role", "reviewer")
    ada = User.objects.get()
    assert not ada.has_perm("moratoriums.delete_source")
    assert not ada.has_perm("companies.delete_company")
    assert ada.has_perm("moratoriums.delete_exemption")
