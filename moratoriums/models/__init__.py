"""The register's tables, one file per subject."""

from moratoriums.models.conditions import Check, Condition
from moratoriums.models.events import PledgeEvent
from moratoriums.models.evidence import Citation, Source, Statement
from moratoriums.models.exemptions import Beneficiary, Exemption
from moratoriums.models.jobs import JobRun
from moratoriums.models.pledges import BarredUse, Jurisdiction, Pledge
from moratoriums.models.refusals import Refusal
from moratoriums.models.revisions import Revision
from moratoriums.models.searching import SearchText, SearchWord
from moratoriums.models.versions import RegisterVersion

__all__ = [
    "BarredUse",
    "Beneficiary",
    "Check",
    "Citation",
    "Condition",
    "Exemption",
    "JobRun",
    "Jurisdiction",
    "Pledge",
    "PledgeEvent",
    "Refusal",
    "RegisterVersion",
    "Revision",
    "SearchText",
    "SearchWord",
    "Source",
    "Statement",
]
