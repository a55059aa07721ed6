"""Which pledge on record an article is about, what it says of it, and which clause it touches."""

from datetime import date

import pytest

from news.linking import Held, Told, find_link
from news.vocabulary import Relation

DAY = date(2020, 6, 10)
POLICE = Held(
    pk=1,
    title="Amazon: moratorium",
    company="amazon",
    announced=(DAY, DAY),
    uses=("police",),
    products=("Amazon Rekognition",),
    exempt=("Thorn", "Marinus Analytics"),
    has_condition=True,
)
SHOPS = Held(
    pk=2,
    title="Amazon: shops",
    company="amazon",
    announced=(date(2022, 1, 5), date(2022, 1, 5)),
    uses=("own",),
)
OLD = Held(pk=3, title="Amazon: old", company="amazon", announced=(DAY, DAY), stands=False)
OTHER = Held(pk=4, title="IBM: exit", company="ibm", announced=(DAY, DAY), uses=("customers",))


def told(act: str = "announce", announced: date | None = DAY, **facts) -> Told:
    return Told("amazon", act, announced, announced or DAY, {k: [v] for k, v in facts.items()})


@pytest.mark.parametrize(
    ("act", "relation", "clause"),
    [
        ("announce", Relation.SUPPORTS, "use:police"),
        ("extend", Relation.EXTENDS, "term"),
        ("end", Relation.ENDS, "term"),
        ("resume", Relation.ENDS, "term"),
        ("narrow", Relation.NARROWS, "use:police"),
        ("widen", Relation.WIDENS, "use:police"),
        ("reword", Relation.REWORDS, "use:police"),
        ("breach", Relation.CONTRADICTS, "use:police"),
        ("order", Relation.SUPPORTS, "use:police"),
    ],
)
def test_each_act_says_something_of_the_pledge_at_a_clause(act, relation, clause):
    link = find_link(told(act, whose_use="police"), [OTHER, POLICE])
    assert link is not None
    assert (link.pledge, link.relation, link.clause.key) == (POLICE, relation, clause)


def test_a_second_report_of_an_announcement_supports_it_with_the_day_as_the_reason():
    link = find_link(told(), [POLICE])
    assert link is not None
    assert link.why == "announced on 2020-06-10, as is on record"


@pytest.mark.parametrize(
    "said",
    [
        told(announced=date(2023, 3, 1)),
        told(whose_use="own"),
        Told("", "announce", DAY, DAY, {}),
        Told("microsoft", "extend", DAY, DAY, {}),
        Told("amazon", "announce", None, date(2021, 6, 10), {}),
        Told("amazon", "announce", None, date(2019, 6, 10), {}),
    ],
    ids=["another day", "other users", "unknown company", "no pledge", "a year later", "before"],
)
def test_what_is_not_on_record_is_a_new_pledge(said):
    assert find_link(said, [POLICE]) is None


def test_an_undated_report_right_after_the_announcement_is_about_it():
    link = find_link(Told("amazon", "announce", None, date(2020, 6, 12), {}), [POLICE])
    assert link is not None
    assert link.relation == Relation.SUPPORTS
    assert "no other day told" in link.why


def test_of_several_pledges_the_one_that_shares_most_is_meant():
    link = find_link(told("extend", product="Rekognition"), [SHOPS, OLD, POLICE])
    assert link is not None
    assert (link.pledge, link.why) == (POLICE, "the same company, and the same product")


def test_where_nothing_is_shared_the_editor_is_told_to_choose_and_a_standing_one_goes_first():
    link = find_link(told("end"), [OLD, SHOPS])
    assert link is not None
    assert link.pledge == SHOPS
    assert "2 pledges on record: choose" in link.why


def test_a_change_of_an_exemption_touches_that_exemption():
    link = find_link(told("narrow", exempt="Thorn"), [POLICE])
    assert link is not None
    assert link.clause.key == "exempt:Thorn"


def test_the_clauses_of_a_pledge_are_its_users_term_products_exempt_and_condition():
    assert [clause.key for clause in POLICE.clauses()] == [
        "use:police",
        "term",
        "product:Amazon Rekognition",
        "exempt:Thorn",
        "exempt:Marinus Analytics",
        "condition",
    ]
    assert SHOPS.clauses()[0].label == "use by: the organisation itself"
