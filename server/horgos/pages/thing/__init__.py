"""The page of one thing, whatever its kind."""
