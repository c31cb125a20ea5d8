"""View models: frozen dataclasses made from the results of queries. No Flask, no HTML."""
