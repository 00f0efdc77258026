"""What is decided, and why? Values in, values out: no files, clock, network or other packages."""
