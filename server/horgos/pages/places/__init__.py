"""Everything that has a position: on the map of all, and on the small map of one thing."""
