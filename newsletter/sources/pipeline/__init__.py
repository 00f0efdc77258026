"""How does what a source holds get into the pool, without repeats or losses?"""
