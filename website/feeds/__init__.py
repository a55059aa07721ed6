"""What programs of readers subscribe to: calendars, and feeds of events in Atom and JSON."""
