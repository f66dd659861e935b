"""What the container files promise each other: they are built by hand, so what would break unseen is read here."""

import re
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
CLIENT_OF = {"bookworm": 15, "trixie": 17}
"""The version of PostgreSQL's programs that each Debian has."""


def _compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def test_the_database_is_no_newer_than_the_pg_dump_that_backs_it_up() -> None:
    debian = re.search(r"^FROM python:\S+-slim-(\w+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    server = int(_compose()["services"]["database"]["image"].removeprefix("postgres:"))
    assert debian and server <= CLIENT_OF[debian[1]]


def test_the_house_is_given_what_it_writes_to_and_a_key_of_its_own() -> None:
    house = _compose()["services"]["house-1"]
    assert house["read_only"] and "/tmp" in house["tmpfs"]  # noqa: S108  (the container's own)
    for folder in ("MAAP_FOLDER", "MAAP_BACKUP_FOLDER"):
        assert house["environment"][folder] in [one.partition(":")[2] for one in house["volumes"]]
    assert house["environment"]["MAAP_KEY_FILE"].endswith("/" + house["secrets"][0])
