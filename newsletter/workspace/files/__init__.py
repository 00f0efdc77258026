"""How are files found, read and written safely?"""
