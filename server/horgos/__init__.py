"""Publish a folder of RDF as linked data, with the evidence beside every statement."""

__version__ = "0.1.0"
