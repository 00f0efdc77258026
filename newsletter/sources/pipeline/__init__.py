"""How is a source imported from beginning to end: read, limited, merged and written?"""
