"""The editors' side of the register: one page for each record, and what waits for a person."""

from django.contrib import admin

from moratoriums.admin.companies import RegisterCompanyAdmin
from moratoriums.admin.evidence import BeneficiaryAdmin, RefusalAdmin, SourceAdmin
from moratoriums.admin.pledges import PledgeAdmin
from moratoriums.admin.verdicts import EventAdmin

__all__ = [
    "BeneficiaryAdmin",
    "EventAdmin",
    "PledgeAdmin",
    "RefusalAdmin",
    "RegisterCompanyAdmin",
    "SourceAdmin",
]

admin.site.site_header = "Moratorium Watch"
admin.site.site_title = "Moratorium Watch"
admin.site.index_title = "What waits for an editor"
