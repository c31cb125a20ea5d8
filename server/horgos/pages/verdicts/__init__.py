"""The findings: what does not agree, and what only looks so."""
