"""Word lists the checks share. Written from general knowledge for this project."""
