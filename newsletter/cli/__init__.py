"""The command line: a thin shell around the rest; the only place that knows click, the clock and exit codes."""
