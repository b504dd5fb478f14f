"""Faults done to real builds on purpose, and what must stand afterwards. `make faults` runs them by the hundred.

One fault a file, found by walking this folder. Each has ``fault(ground, chance)``, which
does its harm once, somewhere that ``chance`` chooses, and raises AssertionError where what
must hold did not.
"""
