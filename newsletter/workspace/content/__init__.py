"""How is an item read from its content file and written to it?"""
