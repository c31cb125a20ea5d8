"""The timeline, a year as it stood, and the life of a thing: everything that has a date."""
