"""How is a plan read from its issue.md and written to it?"""
