"""Panel mode: the page on which a meeting is run and followed, from its agenda to its minutes."""
