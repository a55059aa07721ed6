"""Why nothing was fetched, in words for a person."""


class FetchFailed(Exception):
    """Nothing was fetched; the message says why in words for a person."""


class Blocked(FetchFailed):
    """The address, or one it leads to, is not on the public web."""


class TooSlow(FetchFailed):
    """The deadline passed."""


class TooLarge(FetchFailed):
    """The answer is larger than allowed."""
