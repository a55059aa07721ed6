"""The sentences, days and names of places that pages are written in, in two languages."""
