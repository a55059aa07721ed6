"""What is taken away from a page or found by machines: citations, structure, the site map."""
