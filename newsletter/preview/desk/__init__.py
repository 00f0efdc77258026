"""What is in the workspace now, who is working on it, and how is it changed safely?"""
