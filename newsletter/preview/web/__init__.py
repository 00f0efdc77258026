"""Which address shows what, who may ask for it, and how is it sent to the browser?"""
