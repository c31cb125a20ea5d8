"""Figures for operators: `families` says which, `counts` keeps those of a process, `page` shows all."""
