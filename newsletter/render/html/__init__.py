"""How does MJML become HTML that every mail program and editor shows?"""
