"""Full-text search over the published register: one interface, the database's own index below."""

from moratoriums.search.finding import RANKED_MOST, Found, Reason, explain, find, keys_found
from moratoriums.search.indexing import index_pledges, rebuild

__all__ = [
    "RANKED_MOST",
    "Found",
    "Reason",
    "explain",
    "find",
    "index_pledges",
    "keys_found",
    "rebuild",
]
