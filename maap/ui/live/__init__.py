"""Dashboards on the screen: their charts, what is chosen and kept of them, and what leaves the house."""
