"""What stands on the page of one record: its events, words, sources, scope and conduct."""
