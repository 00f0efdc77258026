"""What is decided, without files, clock, network or third-party packages: values in, values out."""
