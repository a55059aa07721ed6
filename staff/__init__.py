"""Who works here: signing in, the second factor, new passwords, and what became of each row."""
