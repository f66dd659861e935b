"""What the container files promise each other: they are built by hand, so what would break unseen is read here."""

import re
import subprocess
from ipaddress import ip_address, ip_network
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


def test_nginx_finds_the_processes_of_the_house_where_they_are(tmp_path: Path) -> None:
    """The substitution in the compose file is run, on the file that is mounted, and each process is a service."""
    proxy = _compose()["services"]["proxy"]
    assert [one for one in proxy["volumes"] if one.startswith("./nginx.conf:/etc/maap/nginx.conf")]
    made = proxy["command"][2].partition(" && ")[0]
    there = made.replace("/etc/maap/nginx.conf", str(DEPLOY / "nginx.conf"))
    there = there.replace("/etc/nginx/conf.d/default.conf", str(tmp_path / "made.conf"))
    subprocess.run(["sh", "-c", there], check=True)
    servers = re.findall(r"^\s+server (\S+):(\d+)", (tmp_path / "made.conf").read_text(), re.MULTILINE)
    assert servers == [("house-1", "8501"), ("house-2", "8501")]
    assert all(name in _compose()["services"] for name, _ in servers)


def test_a_process_that_is_restarted_is_where_nginx_looks_for_it() -> None:
    """nginx resolves names once: without addresses that stay, it asked where the process had been, for ever."""
    compose = _compose()
    pool = compose["networks"]["default"]["ipam"]["config"][0]
    subnet, given_out = ip_network(pool["subnet"]), ip_network(pool["ip_range"])
    stay = [compose["services"][name]["networks"]["default"]["ipv4_address"] for name in ("house-1", "house-2")]
    assert len(set(stay)) == 2 and all(ip_address(one) in subnet for one in stay)
    assert not any(ip_address(one) in given_out for one in stay)  # nobody else gets one meanwhile


def test_the_database_is_asked_where_the_house_asks_it_and_not_on_the_socket_of_its_making() -> None:
    asked = _compose()["services"]["database"]["healthcheck"]["test"]
    assert asked[:4] == ["CMD", "pg_isready", "-h", "localhost"]


def test_what_nginx_logs_is_seen_with_the_containers_and_does_not_grow_in_one() -> None:
    made = _compose()["services"]["proxy"]["command"][2]
    told = [line for line in (DEPLOY / "nginx.conf").read_text().splitlines() if "/var/log/" in line]
    assert told and all("/var/log/nginx/maap.log" in line for line in told)
    assert "s#/var/log/nginx/maap.log#/dev/stdout#" in made


def test_a_save_is_finished_before_a_process_is_stopped() -> None:
    grace = _compose()["services"]["house-1"]["stop_grace_period"]
    assert f"TimeoutStopSec={grace.removesuffix('s')}" in (DEPLOY / "maap.service").read_text()
