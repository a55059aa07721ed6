"""Reads settings from the environment, each with a type and an error that says what to write."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class SettingError(Exception):
    """A setting is missing or cannot be read; the message says what to write instead."""


class Environment:
    """The process environment, read with types.

    An empty variable counts as unset: compose files and unit files often pass empty strings on.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        """The value as written, without surrounding blanks."""
        return self._variables.get(name, "").strip() or default

    def secret(self, name: str, default: str = "") -> str:
        """The value, or the content of the file that NAME_FILE names. Both at once is an error."""
        value, path = self.text(name), self.text(f"{name}_FILE")
        if value and path:
            raise SettingError(f"{name} and {name}_FILE are both set. Keep one of them.")
        if not path:
            return value or default
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"{name}_FILE={path} cannot be read ({error}).") from error
        if not value:
            raise SettingError(f"{name}_FILE={path} is empty. Write the value into that file.")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self.text(name).lower()
        if not value:
            return default
        if value in TRUE | FALSE:
            return value in TRUE
        raise SettingError(f"{name}={value} is neither yes nor no. Write {name}=1 or {name}=0.")

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number between low and high, both included."""
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise SettingError(f"{name}={value} is not a whole number from {low} to {high}.")
        return int(value)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """One of the given words."""
        value = self.text(name, default)
        if value not in choices:
            raise SettingError(f"{name}={value} is not known. Write one of: {', '.join(choices)}.")
        return value

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list separated by commas."""
        value = self.text(name)
        return [part.strip() for part in value.split(",") if part.strip()] or list(default)

    def time_zone(self, name: str, default: str = "UTC") -> str:
        """A zone of the tz database, such as Europe/Berlin."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            message = f"{name}={value} is not a time zone. Write a name such as Europe/Berlin."
            raise SettingError(message) from error
        return value

    def web_address(self, name: str, default: str = "") -> str:
        """An http or https address of a site, without path and without trailing slash."""
        value = self.text(name, default).rstrip("/")
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise SettingError(f"{name}={value} is not an address such as https://example.org.")
        return value


def mail_server(name: str, url: str, password: str = "") -> dict[str, object]:
    """Django's mail settings from one address.

    smtp://host:25 is unencrypted, smtp+starttls://user@host:587 upgrades, smtps://user@host:465
    is encrypted from the first byte; ?timeout=20 is in seconds. A password given apart wins.
    """
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    try:
        port = parts.port or ports[parts.scheme]
        timeout = int(parse_qs(parts.query).get("timeout", ["20"])[0])
    except (KeyError, ValueError):
        port, timeout = 0, 0
    if not port or not timeout or not parts.hostname:
        raise SettingError(
            f"{name} is not a mail server. Write smtp+starttls://user@host:587, "
            "smtps://user@host:465 or smtp://host:25."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": password or unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": timeout,
    }
