"""What does each command do? One file for each command, named after it."""
