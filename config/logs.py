"""One log record, one line: what a log file and a log collector can both read."""

import logging


class OneLineFormatter(logging.Formatter):
    """Time, level, logger and message on a single line, whatever the message holds."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; line ends inside it become a visible mark."""
        return super().format(record).replace("\r", "").replace("\n", " | ")
