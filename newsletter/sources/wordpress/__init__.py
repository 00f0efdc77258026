"""What does a WordPress site or its export file hold?"""
