"""What leaves for a mailing tool or another place: files to paste and upload. Nothing is sent."""
