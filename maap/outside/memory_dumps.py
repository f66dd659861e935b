"""What a process leaves behind when it crashes: answers and the key stand in its memory, so none of it is written."""

import resource


def refuse() -> None:
    """Have the system write no memory of this process to a disk, whatever it is set to do."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
