"""What does front matter say, and how is it changed without touching the rest?"""
