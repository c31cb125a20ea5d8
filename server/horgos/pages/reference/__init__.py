"""What describes the graph itself: vocabulary, shapes, report, descriptions in RDF."""
