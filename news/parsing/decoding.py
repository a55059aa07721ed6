"""Makes clean UTF-8 of a feed's bytes, whatever they are and claim to be."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
)
# As browsers read them: pages that claim one of these are written in Windows-1252.
_AS_WINDOWS = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"})
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "ks_c_5601-1987": "cp949"}
# Encodings in which markup hides behind other bytes, and codecs that are no encodings of text.
_REFUSED = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "punycode", "idna", "unicode_escape"})
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}?\?>")
_DECLARED = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)(?!\d)"
    r"|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]));?"
)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(\[)?", re.IGNORECASE)
_END_OF_SUBSET = re.compile(r"\]\s*>")


def to_text(raw: bytes, content_type: str) -> str:
    """The text of a document: its byte order mark says how to read it, else the header of the
    answer, else its own declaration, else it is UTF-8 or Windows-1252."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    said = _IN_HEADER.search(content_type)
    declared = _DECLARED.match(raw[:400])
    wishes = [said[1]] if said else []
    wishes += [declared[1].decode("ascii", "replace")] if declared else []
    for wish in [*map(str.lower, wishes), "utf-8"]:
        encoding = "cp1252" if wish in _AS_WINDOWS else _WIDER.get(wish, wish)
        if encoding in _REFUSED:
            continue
        if encoding == "cp1252" and not said:
            # Far more documents forget to change an old declaration than are Windows-1252 and
            # happen to be valid UTF-8 too.
            try:
                return raw.decode("utf-8")
            except UnicodeDecodeError:
                pass
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Without declaration, document type and characters that XML forbids.

    No entity that the document declares is ever known to a parser: it can neither grow nor name
    a file.
    """
    if _may_hold_forbidden(text):
        text = _FORBIDDEN.sub("", text)
    if "&#" in text:
        text = _REFERENCE.sub("", text)
    text = text.lstrip("\ufeff \t\r\n")
    text = _DECLARATION.sub("", text, count=1)
    found = _DOCTYPE.search(text, 0, 10_000)
    if found:
        subset = _END_OF_SUBSET.search(text, found.end()) if found[1] else None
        end = subset.end() if subset else text.find(">", found.end() - 1) + 1
        text = text[: found.start()] + text[max(end, found.end()) :]
    return text


def _may_hold_forbidden(text: str) -> bool:
    """A quick look at the bytes, for hardly any document holds such characters."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # half a pair
        return True
    if len(raw.translate(None, _FORBIDDEN_BYTES)) != len(raw):
        return True
    return not text.isascii() and b"\xef\xbf" in raw
