"""From the bytes of a feed to plain entries: pure, quick, and done where it can hurt nobody."""
