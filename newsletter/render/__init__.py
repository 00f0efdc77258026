"""An issue in, an email out: HTML part and text part are siblings made from the same issue."""
