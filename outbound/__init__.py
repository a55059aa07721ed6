"""The one way out of the house: every request to the open web, guarded, for all rooms above."""
