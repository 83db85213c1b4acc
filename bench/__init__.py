"""Measures the product against its bars: `make bench`. It drives the product from outside, as users do."""
