"""Whether the site does its work, and who is told when it does not."""
