"""How does news from other places become items? One importer for each kind of source."""
