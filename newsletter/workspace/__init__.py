"""What do the files that staff see say? They are written whole or not at all."""
