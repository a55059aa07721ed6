"""Records as database rows, and back; each written by its key, so that writing twice is once."""

from moratoriums.register.rows.directory import (
    read_beneficiary,
    read_company,
    read_refusal,
    write_beneficiaries,
    write_companies,
    write_refusals,
)
from moratoriums.register.rows.pledge_reading import read_pledge, with_parts
from moratoriums.register.rows.pledge_writing import write_pledge, write_pledges

__all__ = [
    "read_beneficiary",
    "read_company",
    "read_pledge",
    "read_refusal",
    "with_parts",
    "write_beneficiaries",
    "write_companies",
    "write_pledge",
    "write_pledges",
    "write_refusals",
]
