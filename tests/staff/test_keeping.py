"""What is sent after a session has ended: carried through signing in, and sent by its sender."""

import pytest
from django.test import Client

from staff import keeping
from tests.factories import make_company, make_pledge
from tests.moratoriums.forms import page_of, typed
from tests.news.forms import the_form_as_shown
from tests.staff.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(ada):
    """An editor signed in, who may change records, in a browser that checks for forged forms."""
    ada.is_superuser = True
    ada.save()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/admin/login/").content.decode()
    form = the_form_as_shown(page) | {"username": "ada", "password": PASSWORD}
    assert browser.post("/admin/login/", form).status_code == 302
    return browser


def signed_out(browser):
    """The session has ended; the token against forged forms outlives it, as in a browser."""
    del browser.cookies["sessionid"]
    return browser


def signing_in(browser, answer, password=PASSWORD):
    """Fill in the sign-in form that came instead of the page."""
    form = the_form_as_shown(answer.content.decode())
    return browser.post("/admin/login/", form | {"username": "ada", "password": password})


def test_a_record_edited_past_the_end_of_the_session_is_saved_after_signing_in(editor):
    pledge = make_pledge(make_company("Acme"), title="Before", summary="One.")
    address = page_of(pledge)
    form = typed(editor.get(address).content.decode(), title="After", summary="Two\r\nlines.",
                 change_kind="small")  # fmt: skip
    answer = signed_out(editor).post(address, form)
    assert "What you sent was not saved yet" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    wrong = signing_in(editor, answer, "wrong")
    assert "What you sent was not saved yet" in wrong.content.decode()
    shown = signing_in(editor, wrong).content.decode()
    assert f'action="{address}"' in shown
    assert editor.post(address, the_form_as_shown(shown)).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.title, pledge.summary) == ("After", "Two\r\nlines.")


def test_an_article_pasted_past_the_end_of_the_session_is_read_after_signing_in(editor):
    page = editor.get("/admin/news/entry/add/").content.decode()
    form = the_form_as_shown(page) | {"text": "Acme will stop.", "published": "10 June 2020"}
    answer = signed_out(editor).post("/admin/news/entry/add/", form)
    shown = signing_in(editor, answer).content.decode()
    assert "Acme will stop." in the_form_as_shown(shown)["text"]


def test_a_form_from_elsewhere_is_not_carried(editor):
    answer = signed_out(editor).post("/admin/news/entry/add/", {"text": "Forged."})
    assert answer.status_code == 403


def test_signing_out_twice_asks_for_nothing(editor):
    page = editor.get("/admin/").content.decode()
    token = the_form_as_shown(page)["csrfmiddlewaretoken"]
    answer = signed_out(editor).post("/admin/logout/", {"csrfmiddlewaretoken": token, "more": "1"})
    assert "What you sent" not in answer.content.decode()


def test_a_password_is_never_carried(rf):
    assert keeping.pack(rf.post("/", {"new_password1": "secret", "a": "b"}).POST) == ""


@pytest.mark.parametrize("text", ["", "{", "3", "[1]", '["ab", 3]', "null"])
def test_what_was_not_packed_here_holds_nothing(text):
    assert keeping.unpack(text) == []
