"""What every file format bears: texts without the signs that none of them may hold."""

import re
from typing import Any

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no file format bears: words pasted from elsewhere bring them along unseen."""


def borne(value: Any) -> Any:
    """The same texts without such signs."""
    match value:
        case str():
            return _NO_TEXT.sub("", value)
        case dict():
            return {name: borne(part) for name, part in value.items()}
        case list() | tuple():
            return tuple(borne(part) for part in value)
    return value
