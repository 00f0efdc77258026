"""Which merge tags does each mailing tool use, and how are they kept apart from content?"""
