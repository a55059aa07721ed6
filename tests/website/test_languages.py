"""The Spanish pages: whole, at addresses of their own, with the records' words left as they are."""

from __future__ import annotations

import re
from datetime import date
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from alerts.models import Subscriber, Token
from alerts.tokens import make_token
from moratoriums.partial_dates import parse
from tests import messages
from tests.website.reading import Page, read
from website.wording.languages import figure, language_of, listing, spoken
from website.wording.phrases import When, day, fill
from website.wording.spanish_days import pieces

PLEDGE, COMPANY = "/es/p/amazon-police-2020", "/es/c/amazon"
PAGES = [
    "/es/", "/es/pledges/", "/es/timeline/", "/es/timeline/2020/", "/es/companies/",
    COMPANY, PLEDGE,
    "/es/x/", "/es/x/thorn", "/es/j/", "/es/j/worldwide", "/es/coverage/", "/es/compare/",
    "/es/week/2020-W24/", "/es/ending/", "/es/silence/", "/es/conditions/", "/es/corrections/",
    "/es/refusals", "/es/about", "/es/methodology", "/es/status", "/es/alerts/log",
    f"{PLEDGE}/certificate", f"{PLEDGE}/card", f"{PLEDGE}/embed", f"{COMPANY}/card",
    f"{COMPANY}/embed", "/es/data/", "/es/api/", "/es/tips", "/es/follow", "/es/follow/ways",
    "/es/follow/sent",
]  # fmt: skip
# Words that an English page of ours cannot do without, and a Spanish one never has.
_ENGLISH = re.compile(
    r"\b(?:the|of|and|is|are|was|were|been|has|have|what|which|who|with|from|until|since|on|at|"
    r"by|for|its|it|this|that|not|no record|record|records|pledge|company|companies|"
    r"status|announced|checked|last|next|filters|source|sources|follow|download|page|"
    r"year|days?|in force)\b",
    re.IGNORECASE,
)
# Words in another language, and names that programs read.
_NOT_OURS = "[lang=en], [lang=en-GB], script, style, code, textarea, h1[lang], .bars-company"
_WORD = re.compile(r"[^\W\d_]{3,}")
# Names of things, of which no language has its own.
_NAMES = re.compile(
    r"https?://\S+|\S+@\S+|Amazon Rekognition|Amazon|Thorn|Moratorium Watch|CSL-JSON|BibTeX|"
    r"JSON Feed|JSON|CSV|HTML|Markdown|Atom|API|RIS|SHA-256|Bytes|UTC|Apple Calendar|"
    r"Google Calendar|Outlook|Thunderbird|Android|webcal|https|CC BY 4.0|Error|Example News|"
    r"Sector|Creative Commons Attribution|OpenAPI"
)
# What stands inside a line of ours in the words of a source or of the record.
_OF_THE_RECORD = (
    "for one year", "We will continue to allow Thorn .", "CC BY 4.0",
    "Amazon: pause on police use of Rekognition",
)  # fmt: skip


def test_every_text_has_a_spanish_one_and_none_is_left_over():
    catalog = messages.spanish()
    assert set(messages.texts(catalog)) == messages.wanted()
    assert messages.untranslated(catalog) == set()


def test_the_site_reads_what_translators_wrote():
    assert messages.texts(messages.compiled()) == messages.texts(messages.spanish())


def test_a_translation_has_the_same_places_as_the_text():
    for text, said in messages.texts(messages.spanish()).items():
        longest = text if isinstance(text, str) else text[1]
        for form in (said,) if isinstance(said, str) else said:
            assert _places(form) == _places(longest), text


def _places(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|\{\w+\}", text))


@pytest.mark.parametrize("address", PAGES)
def test_a_spanish_page_has_no_english_of_ours(client, register, address):
    page = read(client, address)
    assert page.status == 200
    assert page.attribute("html", "lang") == "es"
    for node in page.tree.css(_NOT_OURS):
        node.decompose()
    body = page.tree.body
    assert body is not None
    said = body.text(separator=" ")
    said += " ".join(
        node.attributes.get(name) or ""
        for name in ("aria-label", "title", "placeholder")
        for node in page.tree.css(f"[{name}]")
    )
    said = re.sub(r"https?://\S+", "", said)
    for words in _OF_THE_RECORD:
        said = said.replace(words, "")
    assert [found.group() for found in _ENGLISH.finditer(said)] == [], " ".join(said.split())


@pytest.mark.parametrize("address", PAGES)
def test_what_reads_alike_in_both_languages_is_a_name(client, register, address):
    spanish, english = read(client, address), read(client, address.removeprefix("/es"))
    for node in spanish.tree.css(f"{_NOT_OURS}, option"):
        node.decompose()
    alike = _pieces(spanish) & _pieces(english)
    assert {text for text in alike if _WORD.search(_NAMES.sub("", text))} == set()


def _pieces(page: Page) -> set[str]:
    """The pieces of text of a page, between one tag and the next."""
    assert page.tree.body is not None
    return {" ".join(text.split()) for text in page.tree.body.text(separator="\0").split("\0")}


@pytest.mark.parametrize("address", ["/es/", "/es/pledges/", PLEDGE, "/es/week/2020-W24/"])
def test_each_page_leads_to_its_twin_in_the_other_language(client, register, address):
    page = read(client, address)
    english = address.removeprefix("/es")
    assert page.links(".language-switch a") == [english]
    assert page.attribute(".language-switch a", "hreflang") == "en"
    alternates = {
        node.attributes["hreflang"]: node.attributes["href"]
        for node in page.tree.css("link[rel=alternate][hreflang]")
    }
    own = page.attribute("link[rel=canonical]", "href")
    assert own.endswith(address)
    site = own.removesuffix(address)
    expected = {"en": site + english, "es": site + address, "x-default": site + english}
    assert alternates == expected
    back = read(client, english)
    assert back.links(".language-switch a") == [address]
    assert back.attribute("html", "lang") == "en-GB"


def test_the_switch_keeps_the_filters_and_the_day(client, register):
    page = read(client, "/pledges/?use=police&as_of=2021-06-11")
    assert page.links(".language-switch a") == ["/es/pledges/?use=police&as_of=2021-06-11"]


def test_links_stay_in_the_language_where_the_page_is_there_in_it(client, register):
    page = read(client, "/es/")
    assert "/es/pledges/" in page.links("nav a")
    assert "/es/p/amazon-police-2020" in page.links("main a")
    assert "/es/status" in page.links("nav a")


def test_neither_browser_nor_cookie_changes_the_language(client, register):
    client.cookies["django_language"] = "es"
    page = read(client, "/pledges/")
    assert page.attribute("html", "lang") == "en-GB"
    answer = client.get("/pledges/", headers={"accept-language": "es"})
    assert 'lang="en-GB"' in answer.content.decode()
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_the_language_ends_with_the_answer(client, register):
    client.get("/es/")
    assert translation.get_language() == "en-gb"


def test_rows_kept_ready_are_kept_for_each_language(client, register):
    for _ in range(2):
        assert "In force" in read(client, "/pledges/").text("tbody")
        assert "En vigor" in read(client, "/es/pledges/").text("tbody")


def test_a_page_kept_in_one_language_has_another_mark_in_the_other(client, register):
    assert client.get("/pledges/")["ETag"] != client.get("/es/pledges/")["ETag"]


def test_the_records_words_are_marked_as_english(client, register):
    page = read(client, PLEDGE)
    assert page.attribute("h1", "lang") == "en"
    assert "Los registros están en inglés" in page.text()
    assert read(client, PLEDGE.removeprefix("/es")).attribute("h1", "lang") == ""


def test_files_citations_and_machines_have_one_address(client, register):
    page = read(client, PLEDGE)
    taken = page.links("#take-away a")
    in_spanish = {one for one in taken if one.startswith("/es/")}
    assert in_spanish == {f"{PLEDGE}/certificate", f"{PLEDGE}/embed", "/es/data/", "/es/api/"}
    assert "/p/amazon-police-2020/cite.bib" in taken
    assert "/p/amazon-police-2020/events.csv" in taken
    for machine in ("/es/sitemap.xml", "/es/robots.txt", "/es/healthz", "/es/pledges.csv"):
        assert client.get(machine).status_code == 404


def test_a_source_is_shown_in_spanish_with_its_title_in_its_own_language(client, register):
    page = read(client, f"/es{register.source.get_absolute_url()}")
    assert page.attribute("h1", "lang") == "en"
    assert "Leído por nosotros" in page.text("dl")


def test_another_day_is_said_in_spanish(client, register):
    page = read(client, "/es/?as_of=2024-02-01")
    assert "Así constaba el registro el 1 de febrero de 2024." in page.text(".as-of")
    assert "El único registro está en vigor (el 1 de febrero de 2024)." in page.text(".lede")


def test_what_is_wrong_with_an_address_is_said_in_spanish(client, register):
    page = read(client, "/es/pledges/?status=gone&colour=red&from=june")
    assert "«gone» no es un valor de estado." in page.text(".notice-problem")
    assert "No existe el filtro «colour»; se ha omitido." in page.text(".notice-problem")
    assert "«june» no es ningún día." in page.text(".notice-problem")
    assert "No se puede leer ese día" in read(client, "/es/?as_of=yesterday").text()
    lost = read(client, "/es/p/nobody")
    assert lost.status == 404
    assert "No hay nada en esta dirección" in lost.text()


@pytest.mark.parametrize(
    ("edtf", "alone", "inside"),
    [
        ("2020-06-10", "10 de junio de 2020", "el 10 de junio de 2020"),
        ("2020-06", "junio de 2020", "junio de 2020"),
        ("2020", "2020", "2020"),
        ("2021~", "hacia 2021", "hacia 2021"),
        ("2021-06-10?", "quizá el 10 de junio de 2021", "quizá el 10 de junio de 2021"),
        ("2021%", "quizá hacia 2021", "quizá hacia 2021"),
        ("2020-21", "primavera de 2020", "la primavera de 2020"),
        ("2020-22", "verano de 2020", "el verano de 2020"),
        (
            "2027-05-09/2027-05-31",
            "entre el 9 y el 31 de mayo de 2027",
            "entre el 9 y el 31 de mayo de 2027",
        ),
        (
            "2027-05-09/2028-01-02",
            "entre el 9 de mayo de 2027 y el 2 de enero de 2028",
            "entre el 9 de mayo de 2027 y el 2 de enero de 2028",
        ),
    ],
)
def test_every_form_of_a_date_is_said_in_spanish(edtf, alone, inside):
    for words, in_sentence in ((alone, False), (inside, True)):
        told = pieces(When.of(edtf), in_sentence=in_sentence)
        assert "".join(text for text, _ in told) == words
        english = [machine for _, machine in When.of(edtf).pieces() if machine]
        assert [machine for _, machine in told if machine] == english


def test_tables_show_the_value_itself_in_both_languages():
    assert pieces(When.of(date(2020, 6, 10), "table")) == [("2020-06-10", "2020-06-10")]


def test_numbers_and_lists_follow_the_language():
    assert (figure(1200), figure(2.5)) == ("1,200", "2.5")
    assert listing(["a", "b", "c"]) == "a, b and c"
    with translation.override("es"):
        assert (figure(1200), figure(12_345), figure(2.5)) == ("1200", "12\u00a0345", "2,5")
        assert listing(["a", "b", "c"]) == "a, b y c"
        assert listing(["Francia", "Italia"]) == "Francia e Italia"
        assert listing(["agua", "hielo"]) == "agua y hielo"


def test_a_day_keeps_its_place_in_a_translated_sentence():
    told = fill("Ends {when}, at last.", when=day(parse("2020-06-10")))
    assert spoken(told) == "Ends 10 June 2020, at last."
    with translation.override("es"):
        assert spoken(told) == "Ends el 10 de junio de 2020, at last."


def test_an_address_alone_names_the_language():
    assert language_of("/es/") == language_of("/es") == language_of("/es/p/x") == "es"
    assert language_of("/") == language_of("/estimates") == language_of("/p/es/") == "en-gb"


def test_a_card_a_badge_and_oembed_speak_the_language_of_the_page(client, register):
    page = read(client, PLEDGE)
    discovered = page.attribute("link[type='application/json+oembed']", "href")
    told = client.get("/" + discovered.split("/", 3)[3]).json()
    assert f"{PLEDGE}/card" in told["html"]
    told = client.get("/oembed", {"url": f"{settings.SITE_URL}{COMPANY}"}).json()
    assert told["title"] == "Compromisos de Amazon sobre reconocimiento facial (Moratorium Watch)"
    english = client.get("/oembed", {"url": f"{settings.SITE_URL}/c/amazon"}).json()
    assert english["title"] == "Facial-recognition pledges of Amazon (Moratorium Watch)"
    assert 'src="' + settings.SITE_URL + '/c/amazon/card"' in english["html"]
    badge = client.get(f"{PLEDGE}/badge.svg").content.decode()
    assert "en vigor · comprobado: 22 de noviembre de 2026" in badge
    snippets = read(client, f"{PLEDGE}/embed").text()
    assert f"{settings.SITE_URL}{PLEDGE}/badge.svg" in snippets
    assert read(client, f"{PLEDGE}/card").links(".card-title a") == [settings.SITE_URL + PLEDGE]


def test_forms_say_in_spanish_what_is_wrong_and_lead_on_in_spanish(client, register, mailoutbox):
    refused = Page(client.post("/es/follow", {"email": "nobody", "follow": "everything"}))
    assert refused.status == 400
    assert "Escriba una dirección de correo" in refused.text("[role=alert]")
    taken = client.post("/es/follow", {"email": "reader@example.org", "follow": "everything"})
    assert taken["Location"] == "/es/follow/sent"
    assert "Error:" in read_post(client, "/es/tips", {"text": ""}).text("title")
    told = read_post(client, "/es/tips", {"text": "a" * 5001, "url": "nothing"})
    assert "Escriba como máximo 5 000 caracteres" in told.text("[role=alert]")
    assert "Esto no es una dirección web" in told.text("[role=alert]")
    kept = client.post("/es/tips", {"text": "Una tienda vuelve a escanear rostros."})
    assert kept["Location"].startswith("/es/tips/")
    receipt = read(client, kept["Location"])
    assert "Responderemos a más tardar el 30 de noviembre de 2026." in receipt.text(".lede")


def test_the_page_behind_a_mails_link_is_there_in_spanish(client, register):
    at = timezone.now()
    subscriber = Subscriber.objects.create(email="reader@example.org", confirmed_at=at)
    secret = make_token(subscriber, Token.Purpose.LEAVE, at=at)
    address = f"/es/follow/leave/{secret}"
    assert "No sigue nada" in read(client, address).text()
    added = read_post(client, f"{address}/add", {"address": f"{settings.SITE_URL}{COMPANY}"})
    assert "Desde ahora sigue: Amazon." in added.text("[role=status]")
    assert "En cuanto ocurra; 90, 30, 7 días antes de un fin" in added.text(".followed")
    paused = read_post(client, f"{address}/pause", {"until": "2026-12-24"})
    assert "antes del 24 de diciembre de 2026" in paused.text(".notice:not([role])")
    refused = read_post(client, f"{address}/pause", {"until": "soon"})
    assert "escríbalo así: 2021-06-11 u 11 de junio de 2021." in refused.text("[role=alert]")
    assert read(client, address).links(".language-switch a") == [address.removeprefix("/es")]
    assert client.get(f"{address}/data").json()
    assert "¿Borrar todo lo que guardamos" in read(client, f"{address}/erase").text()
    unknown = read(client, "/es/follow/leave/nothing")
    assert unknown.status == 404
    assert "No conocemos este enlace" in unknown.text()


def test_faults_and_refusals_are_told_in_spanish(register, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    refused = Page(strict.post("/es/about", {"x": "1"}))
    assert refused.status == 403
    assert "No se ha aceptado" in refused.text("h1")
    with mock.patch("website.views.about.page", side_effect=RuntimeError("broken")):
        broken = Page(strict.get("/es/about?broken=1"))
        english = Page(strict.get("/about?broken=1"))
    assert broken.status == 500
    assert broken.attribute("html", "lang") == "es"
    assert "Algo ha fallado por nuestra parte" in broken.text("h1")
    assert broken.links(".masthead a") == ["/es/"]
    assert english.attribute("html", "lang") == "en-GB"
    assert english.links(".masthead a") == ["/"]


def read_post(client, address: str, fields: dict[str, str]) -> Page:
    """Send a form and return the page that answers."""
    return Page(client.post(address, fields))
