"""Answers as gzip, where the client takes it and it pays."""

import gzip

from flask import Flask, Response, request

SMALLEST_BYTES = 1024
LEVEL = 1  # of nine: most of the gain, a tenth of the time
_TYPES = frozenset({"application/json", "application/problem+json"})


def compress_answers(app: Flask) -> None:
    """Compress JSON answers; files of the tablet app are compressed where they are served."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in _TYPES:
            return response
        response.vary.add("Accept-Encoding")
        if not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers:
            return response
        content = response.get_data()
        if len(content) >= SMALLEST_BYTES:
            response.set_data(gzip.compress(content, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
