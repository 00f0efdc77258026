"""What can be typed in a terminal? Only this folder knows click, the clock and exit codes."""
