"""How the gazetteer of the guard is put together from public lists; see `__main__.py` for the command."""
