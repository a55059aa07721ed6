"""Servers and a browser that tests start for themselves, from what the machine has."""
