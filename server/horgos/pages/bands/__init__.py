"""What is drawn along a line of time: where it lies, the periods of a status, and their lettering."""
