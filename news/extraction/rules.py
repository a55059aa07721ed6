"""What each reading rule means, in the words an editor is shown beside a fact."""

from __future__ import annotations

from moratoriums.terms import RULES as TERM_RULES

RULES: dict[str, str] = {
    "company.register": "A name that the register knows.",
    "company.referred": "“It” or “the company”, read as the company named before.",
    "company.by_product": "A product of the company, which the register knows.",
    "company.new": "A capitalised name that acts; the register does not know it yet.",
    "announce.stops": "A word for stopping or limiting, with facial recognition as its object.",
    "announce.idiom": "A turn of phrase for stopping or leaving.",
    "announce.will_not": "“Will not”, “no longer” or “never” before selling, making or using.",
    "announce.may_not_use": "Somebody “may not use” it, or gets none.",
    "announce.noun": "A pause, ban, pledge or exit that belongs to the company.",
    "order.binds": "A court, a regulator or a settlement makes the company stop.",
    "extend.keeps_longer": "An earlier pause or pledge is kept, extended or made permanent.",
    "extend.after_an_earlier_one": "It has no end, and the text tells of an earlier pledge.",
    "widen.tightens": "An earlier pledge covers more, or an exemption from it is taken away.",
    "widen.after_an_earlier_one": "It “also” stops, and the text tells of an earlier pledge.",
    "narrow.loosens": "An earlier pause or pledge is narrowed, softened or gets an exception.",
    "end.lifts": "An earlier pause or pledge is lifted, dropped or runs out.",
    "resume.takes_up_again": "Something given up is resumed or brought back.",
    "breach.goes_back": "The text sets an earlier pledge against what happens now.",
    "breach.against_a_promise": "Something given up is resumed, and the text tells of a promise.",
    "breach.shown_otherwise": "It “had said” it would not, and the text tells what was found.",
    "day.weekday": "A weekday is the last such day up to the day of publication.",
    "day.today": "“Today” is the day of publication.",
    "day.yesterday": "“Yesterday” is the day before publication.",
    "day.date": "The date is written out.",
    "day.date_without_year": "A date without a year is the last such date before publication.",
    "who.police": "Police or law enforcement are named.",
    "who.government": "Government bodies are named.",
    "who.business": "Private companies are named.",
    "who.own": "The company's own shops, venues or platform are named.",
    "place.named": "The place is named with the act.",
    "product.register": "A product that the register knows.",
    "exempt.named": "Named after words such as “does not include” or “may still use”.",
    "exempt.class": "Described, not named, as staying allowed.",
    "exempt.purpose": "The description that the named ones are examples of.",
    "force.channel": "The words name a statement, policy, settlement or order, or a talk.",
    "condition.beside": "A condition is named beside the term; it moves no date by itself.",
    "kind.term": "It is called a pause, or has a stated term or condition.",
    "kind.leaves": "It leaves the business or no longer offers or develops it to anybody.",
    "kind.sales": "It does not sell to, or shuts out, a class of customers.",
    "kind.own_use": "It stops its own use.",
    "wording.changed": "The cited words stood in the page before; this sentence is most like it.",
    "wording.lost": "The cited words stood in the page before; nothing like them is in it now.",
}


def explain(rule: str) -> str:
    """The sentence for a rule; those of the term grammar ("term.length") stand in its own table."""
    return RULES.get(rule) or TERM_RULES.get(rule.removeprefix("term."), "")
