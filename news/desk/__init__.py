"""The editors' desk: what the queue and the page of an article show, and what their buttons do."""
