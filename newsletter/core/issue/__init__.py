"""What will members read, in which order?"""
