"""The second factor: set up by its owner, asked for at the door, and never by-passed."""

import base64
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import second_factor
from tests.staff.conftest import PASSWORD, code_at

pytestmark = pytest.mark.django_db
PAGE = "/admin/second-factor/"


def set_up(client):
    """Go the way a person goes; return the secret and the recovery codes."""
    key = re.search(
        r"this key into it: <code>([A-Z2-7 ]+)</code>", client.get(PAGE).content.decode()
    )
    assert key
    secret = base64.b32decode(key[1].replace(" ", "")).hex()
    answer = client.post(PAGE, {"action": "set_up", "code": code_at(secret)})
    codes = re.findall(r"<li><code>(\w+)</code></li>", answer.content.decode())
    return secret, codes


def test_an_editor_sets_one_up_and_needs_it_from_then_on(ada, client, sign_in):
    sign_in()
    page = client.get(PAGE).content.decode()
    assert "<svg" in page
    secret, codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200, "this session has shown its code"
    client.logout()
    assert "Type the code" in sign_in().content.decode()
    assert client.get("/admin/").status_code == 302
    assert sign_in(code=code_at(secret, 30)).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_wrong_code_sets_nothing_up(ada, client, sign_in):
    sign_in()
    client.get(PAGE)
    answer = client.post(PAGE, {"action": "set_up", "code": "000000"})
    assert "not the code that the app shows" in answer.content.decode()
    assert not TOTPDevice.objects.exists()


def test_a_wrong_code_leaves_the_second_factor_that_there_is(ada, device):
    key = second_factor.new_key()
    assert second_factor.set_up(ada, key=key, code="000000") is None
    assert list(TOTPDevice.objects.all()) == [device]
    assert second_factor.set_up(ada, key=key, code=code_at(key))
    assert TOTPDevice.objects.get().key == key


def test_a_code_is_good_once(ada, device, client, sign_in):
    code = code_at(device.key)
    assert sign_in(code=code).status_code == 302
    client.logout()
    assert sign_in(code=code).status_code == 200


def test_a_recovery_code_is_good_once(ada, device, client, sign_in):
    code, *others = second_factor.new_recovery_codes(ada)
    assert sign_in(code=code.upper()).status_code == 302
    client.logout()
    assert sign_in(code=code).status_code == 200
    assert StaticToken.objects.count() == len(others)


def test_guesses_are_slowed_down_and_then_turned_away(ada, device, sign_in):
    statuses = [sign_in(code=f"{number:06}").status_code for number in range(20)]
    assert statuses[:4] == [200] * 4
    assert set(statuses[4:]) == {429}
    elsewhere = sign_in(code=code_at(device.key), REMOTE_ADDR="198.51.100.4")
    assert elsewhere.status_code == 200, "the device takes no code so soon after a wrong one"
    device.refresh_from_db()
    assert device.throttling_failure_count >= 1


def test_a_session_from_before_has_to_show_the_code_too(ada, client, sign_in):
    sign_in()
    TOTPDevice.objects.create(user=ada, name="authenticator")
    for address in ("/admin/", "/outbox/", "/admin/moratoriums/pledge/", "/admin/password_change/"):
        assert client.get(address).status_code == 302, address
    assert client.get(PAGE).status_code == 302, "nor may it take the second factor off"


def test_an_administrator_can_do_nothing_before_one_is_set_up(ada, client, sign_in, settings):
    settings.SECOND_FACTOR = True
    ada.is_superuser = True
    ada.save()
    sign_in()
    for address in ("/admin/", "/outbox/", "/admin/auth/user/", "/admin/password_change/"):
        assert client.get(address).status_code == 302, address
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    assert "need a second factor before you can go on" in answer.content.decode()
    set_up(client)
    assert client.get("/admin/auth/user/").status_code == 200


def test_where_the_setting_says_so_nobody_needs_one(ada, client, sign_in, settings):
    settings.SECOND_FACTOR = False
    ada.is_superuser = True
    ada.save()
    assert sign_in().status_code == 302
    assert client.get("/admin/").status_code == 200


def test_removing_it_takes_a_code(ada, device, client, sign_in):
    sign_in(code=code_at(device.key))
    assert "wrong" in client.post(PAGE, {"action": "remove", "code": "000000"}).content.decode()
    assert second_factor.has(ada)
    code = second_factor.new_recovery_codes(ada)[0]
    assert "is removed" in client.post(PAGE, {"action": "remove", "code": code}).content.decode()
    assert not second_factor.has(ada)
    assert client.get("/admin/").status_code == 200


def test_new_recovery_codes_end_the_old_ones(ada, device, client, sign_in):
    sign_in(code=code_at(device.key))
    old = second_factor.new_recovery_codes(ada)
    page = client.post(PAGE, {"action": "new_codes", "code": old[0]}).content.decode()
    new = re.findall(r"<li><code>(\w+)</code></li>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert second_factor.check(ada, old[1]) is None


def test_a_lost_device_is_taken_off_by_a_command(ada, device, client, sign_in):
    second_factor.new_recovery_codes(ada)
    out = StringIO()
    call_command("remove_second_factor", "ada", stdout=out)
    assert "password alone" in out.getvalue()
    assert sign_in().status_code == 302
    for name, said in (("ada", "no second factor"), ("bob", "no account")):
        with pytest.raises(CommandError, match=said):
            call_command("remove_second_factor", name)


def test_a_stranger_sees_no_set_up(client, db):
    assert client.get(PAGE)["Location"].startswith("/admin/login/")


def test_secrets_stand_in_no_page_of_the_admin(admin_client):
    assert admin_client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert PASSWORD not in admin_client.get("/admin/").content.decode()
