"""One log record, one line: what a log file and a log collector can both read."""

import logging
import re
import unicodedata

# Signs that move a terminal's cursor, colour it, end a line or turn its direction: from a feed's
# title or a visitor's browser they could forge lines or hide some.
_UNSEEN = re.compile(r"[^\x20-\x7e]")


class OneLineFormatter(logging.Formatter):
    """Time, level, logger and message on a single line, whatever the message holds."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; line ends inside it become a visible mark, other signs their code."""
        line = super().format(record).replace("\r\n", "\n").replace("\n", " | ")
        return _UNSEEN.sub(_shown, line)


def _shown(found: re.Match[str]) -> str:
    sign = found[0]
    seen = unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return sign if seen else sign.encode("unicode_escape").decode("ascii")
