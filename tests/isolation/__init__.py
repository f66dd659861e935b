"""Who sees what, from the code itself: every function, view, page and address, for every role."""
