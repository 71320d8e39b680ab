"""Word lists the checks share. Written for this project from general knowledge; no list of another project is copied."""
