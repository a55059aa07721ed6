"""Lists of records: which ones an address asks for, their numbers, rows and bars."""
