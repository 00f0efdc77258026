"""What is a plain value, such as a date, a period or a text, and how is it read and compared?"""
