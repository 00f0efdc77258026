"""What belongs in an issue, and why does the rest not?"""
