"""How much this process may have open at once: each page that somebody has open takes four handles, and Streamlit keeps
three for each of the last 128 that were left. Many systems begin with 1,024, which some 150 open pages use up: then
nobody else comes in."""

import resource

WANTED = 65_536


def allow_many() -> int:
    """Raise the limit of open handles as far as the system lets this process. Returns what it is now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return WANTED
    most = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(soft, most)
