"""How are newsletter.toml and the words of the email read, checked and changed?"""
