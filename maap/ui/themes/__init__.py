"""Findings, their themes and the codebook on the screen, and the trace that runs through them."""
