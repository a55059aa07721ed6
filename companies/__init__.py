"""Who pledges: companies, groups and public bodies, and every name they go by."""
