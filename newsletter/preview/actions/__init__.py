"""What an editor can do on the page: each action says which files are to hold what."""
