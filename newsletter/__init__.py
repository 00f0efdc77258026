"""The member-update newsletter composer: from a folder of news and events to an email ready to paste."""
