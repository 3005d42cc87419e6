"""Measurements and trials of the whole program; each script has a starter of its name beside it."""
