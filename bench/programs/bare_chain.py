"""The least that a check of the chain can do: read every row, write it canonically, hash it."""

from __future__ import annotations

import json
import sqlite3
import sys
from hashlib import sha256

TABLES = ("forecasters", "questions", "question_revisions", "forecasts", "resolutions", "appends")


def main() -> int:
    """Print how many rows were read, and the hash that they come to one after the other."""
    connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    rows, head = 0, bytes(32)
    for table in TABLES:
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        tag = table.encode() + b"\0"
        for row in cursor:
            kept = {
                name: value for name, value in zip(names, row, strict=True) if value is not None
            }
            text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            head = sha256(b"forecasts-ledger/1\0" + head + tag + text.encode()).digest()
            rows += 1
    print(rows, head.hex()[:16])
    return 0


if __name__ == "__main__":
    sys.exit(main())
