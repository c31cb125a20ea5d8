"""What is said: claims and who states them, the lines and marks of evidence, what is disputed."""
