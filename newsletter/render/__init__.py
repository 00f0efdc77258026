"""How does an issue become an email? The HTML part and the text part are made from the same issue."""
