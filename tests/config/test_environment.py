"""The reader of settings: values with types, and errors that say what to write."""

import pytest

from config.environment import Environment, SettingError, mail_server


def test_an_empty_variable_counts_as_unset():
    env = Environment({"TIME_ZONE": " ", "DEBUG": "", "ALLOWED_HOSTS": ""})
    assert env.time_zone("TIME_ZONE") == "UTC"
    assert env.flag("DEBUG") is False
    assert env.words("ALLOWED_HOSTS", ("localhost",)) == ["localhost"]


@pytest.mark.parametrize(
    ("name", "value", "read", "advice"),
    [
        ("DEBUG", "maybe", lambda e: e.flag("DEBUG"), "DEBUG=1 or DEBUG=0"),
        ("PORT", "80a", lambda e: e.number("PORT", 1, 1, 9), "from 1 to 9"),
        ("PORT", "10", lambda e: e.number("PORT", 1, 1, 9), "from 1 to 9"),
        ("PORT", "-1", lambda e: e.number("PORT", 1, 1, 9), "from 1 to 9"),
        ("LOG_LEVEL", "loud", lambda e: e.choice("LOG_LEVEL", ("INFO",), "INFO"), "INFO"),
        ("TIME_ZONE", "Mars", lambda e: e.time_zone("TIME_ZONE"), "Europe/Berlin"),
        ("TIME_ZONE", "../etc", lambda e: e.time_zone("TIME_ZONE"), "Europe/Berlin"),
        ("SITE_URL", "example.org", lambda e: e.web_address("SITE_URL"), "https://example.org"),
        ("SITE_URL", "https://a/b", lambda e: e.web_address("SITE_URL"), "https://example.org"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write_instead(name, value, read, advice):
    with pytest.raises(SettingError) as error:
        read(Environment({name: value}))
    assert f"{name}={value}" in str(error.value)
    assert advice in str(error.value)


def test_a_secret_comes_from_the_variable_or_from_the_file_it_names(tmp_path):
    file = tmp_path / "key"
    file.write_text("from the file\n")
    assert Environment({"KEY": "inline"}).secret("KEY") == "inline"
    assert Environment({"KEY_FILE": str(file)}).secret("KEY") == "from the file"
    assert Environment({}).secret("KEY", "fallback") == "fallback"


def test_a_secret_given_twice_or_from_a_missing_or_empty_file_is_refused(tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    for variables in (
        {"KEY": "a", "KEY_FILE": str(empty)},
        {"KEY_FILE": str(tmp_path / "missing")},
        {"KEY_FILE": str(empty)},
    ):
        with pytest.raises(SettingError, match="KEY_FILE"):
            Environment(variables).secret("KEY")


def test_a_mail_server_is_read_from_one_address():
    options = mail_server("EMAIL_URL", "smtp+starttls://me%40b.org:p%2Fw@mail.b.org:2525?timeout=7")
    assert options == {
        "EMAIL_HOST": "mail.b.org",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_USER": "me@b.org",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": 7,
    }
    assert mail_server("EMAIL_URL", "smtps://me@b.org", "apart")["EMAIL_HOST_PASSWORD"] == "apart"
    assert mail_server("EMAIL_URL", "smtps://me@b.org")["EMAIL_PORT"] == 465


@pytest.mark.parametrize("url", ["mail.b.org", "http://b.org", "smtp://", "smtp://b:port"])
def test_what_is_no_mail_server_is_refused(url):
    with pytest.raises(SettingError, match="EMAIL_URL"):
        mail_server("EMAIL_URL", url)
