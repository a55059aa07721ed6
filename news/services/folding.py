"""Articles that tell the same news fold into one story, each linked to the pledge it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from moratoriums.models import Pledge
from moratoriums.vocabulary import STANDING
from news import stories
from news.linking import Held, Told, find_link
from news.models import Entry, Proposal, Story, StoryKey
from news.services.ordering import score_stories
from news.services.quieting import quiet_story

_CANDIDATES = 5  # articles whose words are compared in full
_SHARED = 6  # hashes that two sketches share at least before that is worth it
_FOLDING = 0x666F6C64  # the number of the lock on PostgreSQL


@transaction.atomic
def fold_entry(entry: Entry) -> Story | None:
    """Put an article with proposals into its story, or begin one, and say what it is about.

    A copy of a report that was decided stays decided with it. An independent report of a decided
    story brings the story back before the editors: an old decision never hides news.

    Returns:
        The story; None if nothing was read in the article.
    """
    proposals = list(entry.proposals.order_by("pk"))
    if not proposals:
        return None
    _one_at_a_time()
    link_proposals(proposals)
    if entry.story is None:
        _fold(entry, proposals[0])
    else:
        _fold_again(entry, proposals)
    story = entry.story
    if story:
        score_stories([story.pk])
    return story


def fold_left_over() -> int:
    """Fold the articles with proposals that no story holds yet; returns how many."""
    waiting = Entry.objects.filter(story=None, proposals__isnull=False).distinct().order_by("pk")
    return sum(1 for entry in waiting if fold_entry(entry))


def _one_at_a_time() -> None:
    """Let two workers not begin two stories with the same news; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FOLDING])


def _fold(entry: Entry, lead: Proposal) -> None:
    claim = stories.Claim(lead.company_slug or lead.company_name, lead.act, told_of(lead).announced)
    if claim.day is None and claim.company:
        claim = stories.Claim(claim.company, claim.act, entry.published_on)
    sketched = stories.sketch(entry.whole)
    original = _same_address(entry) or _same_words(sketched)
    if original:
        entry.copy_of_id = original.copy_of_id or original.pk
        entry.story = original.story
    else:
        entry.story = _same_claim(claim)
    begins = entry.story is None
    entry.story = entry.story or Story.objects.create(title=str(entry)[:400])
    entry.save(update_fields=["story", "copy_of"])
    _keep_keys(entry, claim, sketched)
    if begins:
        quiet_story(entry.story, entry, at=timezone.now())
    else:
        _join(entry.story, entry)


def _fold_again(entry: Entry, proposals: list[Proposal]) -> None:
    """Words that were added make an entry known by them; news brings a decided story back."""
    entry.story_keys.filter(sort=StoryKey.Sort.TEXT).delete()
    _keep_text_keys(entry, stories.sketch(entry.whole))
    if entry.story and any(one.state == Proposal.State.PENDING for one in proposals):
        _join(entry.story, entry)


def _same_address(entry: Entry) -> Entry | None:
    key = stories.url_key(entry.url)
    if key is None:
        return None
    found = StoryKey.objects.filter(sort=StoryKey.Sort.URL, value=key, entry__story__isnull=False)
    return _entry_of(found.order_by("entry_id").first())


def _same_words(sketched: list[int]) -> Entry | None:
    rows = StoryKey.objects.filter(sort=StoryKey.Sort.TEXT, entry__story__isnull=False)
    near = (
        rows.filter(value__in=sketched)
        .values_list("entry_id")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=_SHARED)
        .order_by("-shared", "entry_id")[:_CANDIDATES]
    )
    for entry_id, _ in near:
        other = list(rows.filter(entry=entry_id).values_list("value", flat=True))
        if stories.same_words(sketched, other):
            return Entry.objects.select_related("story").get(pk=entry_id)
    return None


def _same_claim(claim: stories.Claim) -> Story | None:
    keys = stories.act_keys_near(claim)
    found = StoryKey.objects.filter(
        sort=StoryKey.Sort.ACT, value__in=keys, entry__story__isnull=False
    )
    entry = _entry_of(found.order_by("-entry_id").first())
    return entry.story if entry else None


def _entry_of(key: StoryKey | None) -> Entry | None:
    return Entry.objects.select_related("story").get(pk=key.entry_id) if key else None


def _keep_keys(entry: Entry, claim: stories.Claim, sketched: list[int]) -> None:
    _keep_text_keys(entry, sketched)
    rows = []
    for sort, value in (
        (StoryKey.Sort.URL, stories.url_key(entry.url)),
        (StoryKey.Sort.ACT, stories.act_key(claim)),
    ):
        if value is not None:
            rows.append(StoryKey(entry=entry, sort=sort, value=value))
    StoryKey.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_text_keys(entry: Entry, sketched: list[int]) -> None:
    rows = [StoryKey(entry=entry, sort=StoryKey.Sort.TEXT, value=value) for value in sketched]
    StoryKey.objects.bulk_create(rows, ignore_conflicts=True)


def _join(story: Story, entry: Entry) -> None:
    """What a newcomer means for a story that was decided before.

    A copy goes with it, but for companies that nobody decided on: the same words about another
    company are news.
    """
    if story.state not in (Story.State.DISMISSED, Story.State.DONE):
        return
    if entry.copy_of_id is None and not story.quieted_by_id:
        _open_again(story)
        return
    pending = entry.proposals.filter(state=Proposal.State.PENDING)
    if not story.quieted_by_id:
        others = Proposal.objects.filter(entry__story=story).exclude(entry=entry)
        pending = pending.filter(company_name__in=others.values("company_name")) | pending.exclude(
            company_slug=""
        ).filter(company_slug__in=others.values("company_slug"))
    pending.update(
        state=Proposal.State.DISMISSED,
        decided_at=timezone.now(),
        decided_by=story.decided_by,
        reason="A copy of a report that was decided before.",
    )
    if entry.proposals.filter(state=Proposal.State.PENDING).exists():
        _open_again(story)


def _open_again(story: Story) -> None:
    story.state = Story.State.NEW
    story.save(update_fields=["state"])


# --- the register --------------------------------------------------------------------------------
def link_proposals(proposals: Iterable[Proposal]) -> None:
    """Say for each proposal which pledge on record it is about, and at which clause."""
    proposals = list(proposals)
    held = held_pledges({one.company_slug for one in proposals if one.company_slug})
    for proposal in proposals:
        link = find_link(told_of(proposal), held)
        proposal.near_id = link.pledge.pk if link else None
        proposal.relation = link.relation if link else ""
        proposal.clause = link.clause.key[:120] if link else ""
        proposal.near_why = link.why[:300] if link else ""
    Proposal.objects.bulk_update(proposals, ["near", "relation", "clause", "near_why"])


def relink_company(slug: str) -> None:
    """Link the waiting proposals about a company anew, after its pledges changed."""
    waiting = Proposal.objects.filter(state=Proposal.State.PENDING, company_slug=slug)
    link_proposals(waiting.select_related("entry"))


def told_of(proposal: Proposal) -> Told:
    """What a proposal tells, for linking."""
    facts: dict[str, list[str]] = {}
    for fact in proposal.facts:
        facts.setdefault(str(fact["name"]), []).append(str(fact["value"]))
    stated = facts.get("announced", [])
    return Told(
        company=proposal.company_slug,
        act=proposal.act,
        announced=date.fromisoformat(stated[0]) if stated else None,
        published=proposal.entry.published_on,
        facts=facts,
    )


def held_pledges(companies: Iterable[str]) -> list[Held]:
    """The pledges on record of some companies, as linking knows them; four queries."""
    rows = (
        Pledge.objects.filter(company__slug__in=list(companies), merged_into=None)
        .as_of(timezone.localdate())
        .select_related("company")
        .prefetch_related("barred_uses", "exemptions__beneficiary", "conditions")
    )
    return [held_of(row) for row in rows]


def held_of(pledge: Pledge) -> Held:
    """A pledge as linking knows it; one that says how it stands comes from ``as_of``."""
    announced = None
    if pledge.announced_earliest and pledge.announced_latest:
        announced = (pledge.announced_earliest, pledge.announced_latest)
    return Held(
        pk=pledge.pk,
        title=pledge.title,
        company=pledge.company.slug,
        announced=announced,
        uses=tuple(row.whose_use for row in pledge.barred_uses.all()),
        products=tuple(str(name) for name in pledge.products),
        exempt=tuple(row.beneficiary.name for row in pledge.exemptions.all()),
        has_condition=bool(pledge.conditions.all()),
        stands=getattr(pledge, "lifecycle", "") in STANDING,
    )
