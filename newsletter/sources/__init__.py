"""Text in, items out: one file for each importer, all of them in the table of ``table.py``."""
