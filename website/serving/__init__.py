"""How requests are answered: the day asked for, the frame, pages kept while they are true."""
