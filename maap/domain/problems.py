"""What is wrong, said to the person who can put it right."""


class Problem(Exception):
    """A refusal. Its message is one or two plain sentences: what is wrong, and what to do next.

    Everything that is not a Problem is a bug: it is logged with a reference and never shown.
    """
