#!/bin/sh
# Restart the processes of a larger house one after the other, so that somebody always answers:
#     deploy/roll.sh 8501 8502
# Before one goes, every other must be ready; the next goes only when this one is ready again. Nothing is restarted if a
# process is not ready in time: look at `journalctl -u maap@PORT`, the others still serve.
set -eu
[ $# -ge 2 ] || { echo "Give the ports of at least two processes." >&2; exit 2; }
[ -r /etc/maap/environment ] && . /etc/maap/environment
restart=${MAAP_RESTART:-systemctl restart maap@}
host=${MAAP_ALLOWED_HOSTS:-localhost}
host=${host%%,*}
patience=${MAAP_PATIENCE:-180}

is_ready() { [ "$(curl -s -m 5 -H "Host: $host" "http://127.0.0.1:$1/ready")" = ready ]; }

wait_for() {
    waited=0
    until is_ready "$1"; do
        waited=$((waited + 1))
        [ "$waited" -le "$patience" ] || { echo "The process on port $1 is not ready. Stopped here." >&2; exit 1; }
        sleep 1
    done
}

for port in "$@"; do
    for other in "$@"; do wait_for "$other"; done
    echo "Restarting $port"
    $restart$port
    wait_for "$port"
    echo "Ready again: $port"
done
