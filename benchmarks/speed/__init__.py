"""The servers side by side: the same data, the same requests, in turn, and what that comes to as ratios."""
