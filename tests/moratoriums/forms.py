"""Pages with forms, opened and sent as a browser without script would."""

from __future__ import annotations

from typing import Any

from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from moratoriums.models import Pledge


def typed(html: str, button: str = "_save", **changes: Any) -> dict[str, list[str]]:
    """Everything a form page would post when ``button`` is pressed.

    ``changes`` are what the editor typed; a list ticks boxes, None clears one.

    Raises:
        AssertionError: a box is not on the page.
    """
    data = boxes(html)
    names = known_names(html)
    for name, value in changes.items():
        assert name in names, f"there is no box {name}; there are {sorted(names)}"
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value if isinstance(value, list) else [str(value)]
    data[button] = ["yes"]
    return data


def boxes(html: str) -> dict[str, list[str]]:
    """The names and values of a page's main form, without its buttons and empty templates."""
    data: dict[str, list[str]] = {}
    for node in _controls(html):
        name = node.attributes.get("name") or ""
        for value in _values(node):
            data.setdefault(name, []).append(value)
    return data


def known_names(html: str) -> set[str]:
    """The names of all boxes, ticked or not."""
    return {node.attributes.get("name") or "" for node in _controls(html)}


def _controls(html: str) -> list[LexborNode]:
    form = LexborHTMLParser(html).css_first("#content form[method=post]")
    assert form is not None, "the page has no form"
    found = form.css("input, textarea, select")
    return [node for node in found if "__prefix__" not in (node.attributes.get("name") or "")]


def _values(node: LexborNode) -> list[str]:
    if node.tag == "textarea":
        return [node.text()]
    if node.tag == "select":
        options = node.css("option")
        chosen = [o for o in options if "selected" in o.attributes] or options[:1]
        return [o.attributes.get("value") or "" for o in chosen]
    kind = node.attributes.get("type")
    if kind == "submit":
        return []
    if kind in ("checkbox", "radio"):
        ticked = "checked" in node.attributes
        return [node.attributes.get("value") or "on"] if ticked else []
    return [node.attributes.get("value") or ""]


def page_of(pledge: Pledge) -> str:
    """The address of a pledge's page in the admin."""
    return f"/admin/moratoriums/pledge/{pledge.pk}/change/"


def shown(browser: Client, address: str) -> str:
    """A page's text."""
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def send(browser: Client, pledge: Pledge, button: str = "_save", **changes: Any) -> Any:
    """Open a pledge's page, type the changes, press a button."""
    small = {"change_kind": "small"} if pledge.published_at else {}
    html = shown(browser, page_of(pledge))
    return browser.post(page_of(pledge), typed(html, button, **small | changes))
