"""The charts, for pages and for documents: how they look, their specifications, and their rows."""
