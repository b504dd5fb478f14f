"""Files spoilt at random, and what must hold of each: for tests/test_fuzz.py and `make fuzz`."""
