"""The process in which feeds are parsed: it may be killed any time.

`python -m news.parsing.child CPU_SECONDS MEMORY_BYTES` reads one question after the other from
standard input: two lengths in 8 bytes each, then JSON and some documents. It answers each on
standard output: a length, then JSON.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from news.parsing.entries import Document, NotAFeed, known_marks
from news.parsing.reading import parse_feed

LENGTHS = struct.Struct(">QQ")
LENGTH = struct.Struct(">Q")
OUT_OF_MEMORY = 3  # exit status


def limit_this_process(memory_bytes: int) -> None:
    """Take what parsing never needs from this process: much memory, files to write, core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # kills, even inside a regular expression
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever asks


def ask_about(documents: Sequence[Document], now: datetime) -> bytes:
    """What to write to the child: a length, then JSON and the documents one after the other."""
    questions = [
        {
            "bytes": len(document.raw),
            "content_type": document.content_type,
            "url": document.url,
            "known": b"".join(document.known).hex(),
        }
        for document in documents
    ]
    head = json.dumps({"now": now.isoformat(), "documents": questions}).encode()
    length = LENGTHS.pack(len(head), sum(len(document.raw) for document in documents))
    return b"".join([length, head, *[document.raw for document in documents]])


def answer(question: dict[str, Any], raw: bytes, now: datetime) -> dict[str, object]:
    """Parse one document; what is wrong with it is part of the answer."""
    document = Document(
        raw=raw,
        content_type=question["content_type"],
        url=question["url"],
        known=known_marks(bytes.fromhex(question["known"])),
    )
    try:
        return {"feed": parse_feed(document, now).as_row()}
    except NotAFeed as error:
        return {"error": str(error)}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        return {"error": f"It cannot be parsed ({type(error).__name__})."}


def serve(questions: BinaryIO, answers: BinaryIO, cpu_seconds: float) -> None:
    """Answer until there is nothing more to read, each within so much time of the processor."""
    while lengths := questions.read(LENGTHS.size):
        for_head, for_documents = LENGTHS.unpack(lengths)
        head = json.loads(questions.read(for_head))
        documents = questions.read(for_documents)
        now, start, replies = datetime.fromisoformat(head["now"]), 0, []
        for question in head["documents"]:
            raw = documents[start : start + question["bytes"]]
            start += len(raw)
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            replies.append(answer(question, raw, now))
        reply = json.dumps(replies).encode()
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(LENGTH.pack(len(reply)) + reply)
        answers.flush()


if __name__ == "__main__":
    import sys

    gc.freeze()  # what is loaded stays: it need not be gone through for garbage again and again
    limit_this_process(int(sys.argv[2]))
    serve(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]))
