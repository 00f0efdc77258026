"""How do staff see, edit and copy an issue in the browser? The page listens on this computer only."""
