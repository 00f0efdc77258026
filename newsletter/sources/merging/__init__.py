"""Which content file does an imported item have, and what of it changes?"""
