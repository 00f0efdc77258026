"""The page in the browser: see the issue, put it right, copy it. Listens on this computer alone."""
