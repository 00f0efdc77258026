"""What does the page show? Frozen values for its templates."""
