"""Tags that the public templates share."""
