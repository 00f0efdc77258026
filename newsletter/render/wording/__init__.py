"""How do dates, fixed words and Markdown become the words that members read?"""
