"""What do the files that staff see say? They are read into the types of core, and written whole or not at all."""
