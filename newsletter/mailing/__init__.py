"""What leaves for a mailing tool or another place? Files to paste and upload; nothing is sent."""
