"""The library of queries, and answers of queries as tables."""
