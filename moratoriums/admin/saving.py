"""What saving a pledge's page does: every row through the services, and one settled version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from moratoriums.admin.cited import CitedForm
from moratoriums.admin.events import EventForm
from moratoriums.admin.pledge_form import SIGNIFICANT, PledgeForm
from moratoriums.lasting import Lasting
from moratoriums.models import BarredUse, Jurisdiction, Pledge, PledgeEvent, Revision
from moratoriums.services import publish_pledge, settle_pledge, unpublish_pledge
from moratoriums.services.editing import (
    carry_terms_on,
    default_review,
    demand_searches,
    keep_announcement_in_step,
    leave_state,
    open_for_change,
    prepare_event,
)

# Written by services alone: a form that saved them could undo what somebody else did.
_NOT_OURS = {"id", "version", "published_at"}


@dataclass(frozen=True)
class Saving:
    """Who saves, when, and what becomes of the record's visibility afterwards."""

    by: str
    at: datetime
    publish: bool = False
    unpublish: bool = False


def save_columns(form: PledgeForm, *, change: bool) -> None:
    """Write the pledge's own columns.

    Raises:
        Conflict: somebody else saved the record since the page was opened.
    """
    pledge = form.instance
    if form.lasting is not None and form.term_changed():
        pledge.review_on = default_review(pledge, form.lasting, timezone.localdate())
    if not change:
        pledge.save()
        return
    open_for_change(pledge, form.cleaned_data.get("version") or 0)
    columns = [f.name for f in pledge._meta.concrete_fields if f.name not in _NOT_OURS]
    pledge.save(update_fields=columns)


def save_parts(form: PledgeForm, formsets: Iterable[Any], saving: Saving) -> Revision:
    """Write everything that hangs on the pledge, and settle it.

    Raises:
        Conflict: somebody else saved the record since the page was opened.
        ValueError: the record as a whole says what no record may say.
    """
    pledge = form.instance
    form.save_m2m()
    _save_scope(form)
    carried: set[int] = set()
    for formset in formsets:
        if formset.model is PledgeEvent:
            carried = _save_events(formset, saving)
        else:
            _save_rows(formset)
    keep_announcement_in_step(pledge, form.lasting or Lasting(), by=saving.by, at=saving.at)
    carry_terms_on(pledge, carried)
    demand_searches(pledge)
    return _settle(form, saving)


def _settle(form: PledgeForm, saving: Saving) -> Revision:
    pledge, typed = form.instance, form.cleaned_data
    note, expected = typed.get("change_note", ""), typed.get("version")
    if saving.unpublish:
        unpublish_pledge(pledge, by=saving.by, at=saving.at, why=note)
        return Revision.objects.filter(pledge=pledge).latest("version")
    revision = settle_pledge(
        pledge,
        by=saving.by,
        at=saving.at,
        note=note,
        significant=typed.get("change_kind") == SIGNIFICANT,
        expected_version=expected,
    )
    if saving.publish:
        publish_pledge(pledge, by=saving.by, at=saving.at)
        return Revision.objects.filter(pledge=pledge).latest("version")
    return revision


def _save_scope(form: PledgeForm) -> None:
    """Whose use and where: put in anew when they changed, else left in their order."""
    pledge = form.instance
    if "whose_use" in form.changed_data:
        pledge.barred_uses.all().delete()
        uses = form.cleaned_data["whose_use"]
        BarredUse.objects.bulk_create(BarredUse(pledge=pledge, whose_use=use) for use in uses)
    if "places" in form.changed_data:
        pledge.jurisdictions.all().delete()
        codes = form.cleaned_data["places"]
        Jurisdiction.objects.bulk_create(Jurisdiction(pledge=pledge, code=code) for code in codes)


def _save_rows(formset: Any) -> None:
    """Save the changed rows of one kind, the new ones at the end, and delete the ticked ones."""
    place = formset.queryset.count()
    ordered = any(field.name == "position" for field in formset.model._meta.fields)
    formset.save(commit=False)
    for row in formset.deleted_objects:
        row.delete()
    for form in _filled(formset):
        if ordered and form.instance.pk is None:
            form.instance.position = place
            place += 1
        form.instance.save()
        if isinstance(form, CitedForm):
            form.save_citations()


def _save_events(formset: Any, saving: Saving) -> set[int]:
    """Save the changed events; return those that let the term in force go on."""
    formset.save(commit=False)
    for row in formset.deleted_objects:
        row.delete()
    for form in _filled(formset):
        _save_event(form, formset.instance, saving)
    gone = set(formset.deleted_forms)
    left = [form for form in formset.forms if form not in gone and form.instance.pk]
    return {form.instance.pk for form in left if form.goes_on()}


def _save_event(form: EventForm, pledge: Pledge, saving: Saving) -> None:
    event = form.instance
    event.pledge = pledge
    was = PledgeEvent.objects.get(pk=event.pk) if event.pk else None
    leave_state(event, form.lasting)
    prepare_event(event, was, by=saving.by, at=saving.at)
    event.save()
    form.save_citations()


def _filled(formset: Any) -> list[Any]:
    gone = set(formset.deleted_forms)
    return [form for form in formset.forms if form not in gone and form.has_changed()]


def anything_changed(form: PledgeForm, formsets: Iterable[Any]) -> bool:
    """Whether there is anything to save."""
    return form.record_changed() or any(formset.has_changed() for formset in formsets)
