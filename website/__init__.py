"""Everything with a public address: pages, feeds, exports, health."""
