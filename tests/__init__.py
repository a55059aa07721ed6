"""Tests, in folders named like the apps they prove."""
