"""What should be fixed before sending? One rule is one function; all are in one table."""
