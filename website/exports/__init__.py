"""The register as tables for taking away: one definition of every column, for files and API."""
