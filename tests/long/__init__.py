"""Tests that take minutes or hours. Each is a command, prints its figures, and has a control that must fail."""
