"""How does an issue become an email? Both parts are made from the same issue."""
