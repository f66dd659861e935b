"""The mark of the trail, as it is printed where nobody can change it any more."""


def about_mark(mark: str) -> str:
    """What minutes and reports say below everything else."""
    return f"Mark of the record of who did what, so that nobody can rewrite it unseen: {mark}"
