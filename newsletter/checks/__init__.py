"""What is to be mended before sending: one rule, one function, one table."""
