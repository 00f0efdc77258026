"""Which kinds of source are there, what does an importer return, and how is a source fetched?"""
