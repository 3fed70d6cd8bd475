"""Asks a time-stamp server over the network: one question, one answer, within seconds, no redirects."""

import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from consult_desk.base.errors import Trouble

MOST_ANSWER_BYTES = 64_000
_AGAIN = "没有签名，原文件没有变。请检查网络和设置里的时间戳服务器，过一会儿再签；或者这次不加时间戳再签。"


class NoTimeStamp(Trouble):
    """The server gave no usable time stamp; nothing was signed, and signing without one is possible."""


def post(url: str, request: bytes, seconds: float) -> bytes:
    """The answer of the server. Raises NoTimeStamp for a wrong address, no answer in time, or one that is too large."""
    try:
        place = urlsplit(url)
        port = place.port
    except ValueError:
        port, place = None, SplitResult("", "", "", "", "")
    if place.scheme not in ("http", "https") or not place.hostname:
        raise NoTimeStamp(f"设置里的时间戳服务器地址“{url}”不对，{_AGAIN}")
    return _within(seconds, lambda until: _ask(place, port, request, until), url)


def _ask(place: SplitResult, port: int | None, request: bytes, until: float) -> bytes:
    import http.client

    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(place.hostname), port, timeout=max(0.1, until - time.monotonic()))
    try:
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        connection.request("POST", path, request, {
            "Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply",
        })  # fmt: skip
        with connection.getresponse() as answer:  # its own socket once the server wants to close: closed in any case
            if answer.status != 200 or answer.headers.get_content_type() != "application/timestamp-reply":
                raise http.client.HTTPException(f"{answer.status} {answer.headers.get_content_type()}")
            data = answer.read(MOST_ANSWER_BYTES + 1)
    finally:
        connection.close()
    if len(data) > MOST_ANSWER_BYTES:
        raise http.client.HTTPException("too large")
    return data


def _within(seconds: float, job: Callable[[float], bytes], url: str) -> bytes:
    """The answer of a job in a thread of its own: neither a slow name server nor a dripping answer holds the desk."""
    import http.client

    found: list[bytes | Exception] = []
    until = time.monotonic() + seconds

    def run() -> None:
        try:
            found.append(job(until))
        except (OSError, http.client.HTTPException, ValueError) as error:
            found.append(error)

    thread = threading.Thread(target=run, name="time-server", daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise NoTimeStamp(f"时间戳服务器“{url}”在 {seconds:.0f} 秒内没有答复，{_AGAIN}")
    answer = found[0]
    if isinstance(answer, Exception):
        why = str(answer) or type(answer).__name__
        raise NoTimeStamp(f"时间戳服务器“{url}”没有给出时间戳（{why}），{_AGAIN}") from answer
    return answer
