"""The intake: keeps entries, reads pledge facts with their quotes, asks an editor."""
