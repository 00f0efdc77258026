"""What does a calendar (iCalendar) hold?"""
