"""How alike texts are in meaning: word embeddings that lie on this machine. Nothing is ever fetched or sent."""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np


@lru_cache(maxsize=1)
def _model() -> Any:
    """Loaded when it is first needed: its weights are 16 MB. It lies in its own package; downloads are off."""
    wordllama = import_module("wordllama")
    folder = Path(str(wordllama.__file__)).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


def likeness(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    """How alike each text is to each of the others: 1 for the same, about 0 for texts that share nothing."""
    if not texts or not others:
        return [[] for _ in texts]
    found: list[list[float]] = np.matmul(_vectors(texts), _vectors(others).T).tolist()
    return found


def _vectors(texts: Sequence[str]) -> Any:
    found = _model().embed(list(texts))
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(lengths > 0, lengths, 1)  # a text without words is like nothing
