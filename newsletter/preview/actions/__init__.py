"""What can an editor do on the page? Each action says which files change and what they will say."""
