"""`python -m tests.long.holds_database SECONDS`: another process keeps everybody from writing for some seconds."""

import sys
import time

from maap.storage import db

if __name__ == "__main__":
    with db.engine().begin():
        time.sleep(float(sys.argv[1]))
