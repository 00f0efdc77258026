"""The files staff see: found, read into the types of core, and written whole or not at all."""
