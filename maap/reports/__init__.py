"""Documents made from views: what leaves the house as a file to read."""
