"""What can be wrong, how serious is it, and how is it said?"""
