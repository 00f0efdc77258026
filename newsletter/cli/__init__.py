"""The command line: a thin shell. Only this folder knows click, the clock and exit codes."""
