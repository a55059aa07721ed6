"""The programming interface, version 1: read-only, without a key, about any day."""
