"""What was sent before, what has changed since, and what was never sent?"""
