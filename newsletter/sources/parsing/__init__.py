"""How does foreign text, from any kind of source, become clean text, dates and summaries?"""
