"""Reads the forms of a page as a browser would send them back."""

from __future__ import annotations

import re


def the_form_as_shown(page: str) -> dict[str, str | list[str]]:
    """What a browser would send back if the editor changed nothing."""
    shown: dict[str, str | list[str]] = {}
    page = page[page.find('id="desk-form"') :] if 'id="desk-form"' in page else page
    for tag in re.findall(r"<input\b[^>]*>", page):
        name, value = attribute(tag, "name"), attribute(tag, "value")
        kind = attribute(tag, "type") or "text"
        if kind == "checkbox":
            chosen = shown.setdefault(name, [])
            if " checked" in tag and isinstance(chosen, list):
                chosen.append(value or "on")  # what a browser sends for a box without a value
        elif name and (kind != "radio" or " checked" in tag):
            shown[name] = value
    for tag, text in re.findall(r"(<textarea\b[^>]*>)(.*?)</textarea>", page, re.DOTALL):
        shown[attribute(tag, "name")] = unescape(text.removeprefix("\n"))
    for tag, options in re.findall(r"(<select\b[^>]*>)(.*?)</select>", page, re.DOTALL):
        selected = re.findall(r'<option value="([^"]*)" selected', options)
        shown[attribute(tag, "name")] = selected[0] if selected else ""
    return shown


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def unescape(text: str) -> str:
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        text = text.replace(mark, letter)
    return text.replace("&amp;", "&")
