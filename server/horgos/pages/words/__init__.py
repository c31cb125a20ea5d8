"""How things, terms and values are called and written: names, literals, dates and figures in words."""
