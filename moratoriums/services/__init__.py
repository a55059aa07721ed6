"""The steps that change the register: each one atomic, and the only way to write it."""

from moratoriums.services.announcing import (
    announce_pledge,
    publish_pledge,
    unpublish_pledge,
)
from moratoriums.services.clock import flag_due
from moratoriums.services.events import (
    EventFacts,
    extend_pledge,
    record_event,
    supersede_pledge,
    withdraw_pledge,
)
from moratoriums.services.showing import (
    restamp,
    show_beneficiary,
    show_company,
    show_source,
)
from moratoriums.services.states import Conflict, retell_states, settle_pledge
from moratoriums.services.verdicts import SecondEditorNeeded, confirm_event, decline_event

__all__ = [
    "Conflict",
    "EventFacts",
    "SecondEditorNeeded",
    "announce_pledge",
    "confirm_event",
    "decline_event",
    "extend_pledge",
    "flag_due",
    "publish_pledge",
    "record_event",
    "restamp",
    "retell_states",
    "settle_pledge",
    "show_beneficiary",
    "show_company",
    "show_source",
    "supersede_pledge",
    "unpublish_pledge",
    "withdraw_pledge",
]
