"""Actions on the screen: the plan they stand in, one action and its deeds, the tracker, and what came of them."""
