"""The forms for practitioners and families as they stand in the configuration folder."""

from functools import lru_cache
from pathlib import Path

from maap.domain.voice import Kind, VoiceForm
from maap.outside.configuration import BadConfiguration
from maap.outside.entries import Reading
from maap.settings import settings


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[VoiceForm, ...]:
    reading = Reading(folder, "voice.yaml")
    forms = reading.entries(VoiceForm, "forms")
    known = {form.key for _, form in forms}
    for kind in Kind:
        if kind not in known and not reading.problems:
            reading.wrong(("forms",), f"The form “{kind}” is missing. Add it, as in the file that was shipped.")
    if reading.problems:
        raise BadConfiguration(reading.problems)
    return tuple(form for _, form in forms)


def shipped() -> dict[Kind, VoiceForm]:
    """Each form as the configuration has it. Raises BadConfiguration, with every problem."""
    return {form.key: form for form in _read(settings().config)}
