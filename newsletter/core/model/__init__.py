"""What are the things that an issue is made from: items, plans, sections, verdicts and sent records?"""
