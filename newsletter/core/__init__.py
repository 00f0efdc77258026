"""The thinking, pure: no files, no clock, no network, nothing third-party; values in, values out."""
