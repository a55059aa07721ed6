"""Frozen versions of the whole register: one archive each, never changed once it is out."""
