"""How do staff see, edit and copy an issue in the browser? It listens on this computer only."""
