"""What does an RSS or Atom feed hold?"""
