"""What the page shows, as frozen values for its templates."""
