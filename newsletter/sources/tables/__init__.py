"""What does a table (CSV) or a form's answers hold?"""
