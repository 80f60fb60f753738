"""What SQLite does without an index: LIKE over the folded texts of a cache, newest first. Run by `cargo xtask bench search`.

Takes one JSON object on standard input (`cache`: the file, which nobody has open; `folded`: each word as a search sees it;
`queries`: the folded words of each query; `limit`) and prints one: the milliseconds of each query, and the sizes of
the texts and of the search's index in bytes. With `forget`, the cache is left as one that was never indexed.
"""

import json
import sqlite3
import sys
import time


def main() -> None:
    asked = json.load(sys.stdin)
    if asked.get("forget"):
        with sqlite3.connect(asked["cache"]) as cache:
            cache.execute("UPDATE search_state SET folding = 0")
        print("{}")
        return
    print(json.dumps(measure(asked)))


def measure(asked: dict) -> dict:
    folded = asked["folded"]
    texts = sqlite3.connect("")
    texts.create_function("fold", 1, lambda text: " ".join(folded.get(word, word) for word in text.split(" ")))
    texts.execute("ATTACH ? AS cache", (asked["cache"],))
    texts.execute("CREATE TABLE texts (number INTEGER PRIMARY KEY, folded TEXT NOT NULL)")
    texts.execute("INSERT INTO texts SELECT number, fold(content) FROM cache.messages")
    texts.commit()
    times = []
    for words in asked["queries"]:
        condition = " AND ".join(["folded LIKE ?"] * len(words)) or "TRUE"
        began = time.perf_counter()
        texts.execute(
            f"SELECT number FROM texts WHERE {condition} ORDER BY number DESC LIMIT ?",
            [f"%{word}%" for word in words] + [asked["limit"]],
        ).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    index = texts.execute("SELECT sum(pgsize) FROM dbstat('cache') WHERE name LIKE 'message_index%'").fetchone()[0]
    size = texts.execute("SELECT sum(length(CAST(folded AS BLOB))) FROM texts").fetchone()[0]
    return {"milliseconds": times, "index_bytes": index, "text_bytes": size}


main()
