"""Many records beside one another: companies, uses, weeks, our own corrections."""
