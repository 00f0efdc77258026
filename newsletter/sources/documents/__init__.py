"""What does a document hold: a Word file, a saved archive page, pasted text?"""
