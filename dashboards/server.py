"""Serves the pages on this machine alone, with headers that keep a browser from being talked into anything."""

import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from dash import Dash
from flask import Response, abort, request
from waitress import create_server
from waitress.server import BaseWSGIServer, MultiSocketServer

from dashboards.app import create_app
from dashboards.texts import Words
from data.desk_file import read_desk
from data.errors import DeskError, TsunagariError

LOCAL_HOSTS: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine reaches: all there is until people can sign in."""

_BODY_LIMIT_BYTES = 1_000_000


def serve(
    desk_folder: Path, *, host: str = "127.0.0.1", port: int = 8050, announce: Callable[[str], None] | None = None
) -> None:
    """Serve a desk's pages until interrupted.

    Parameters
    ----------
    host
        One of `LOCAL_HOSTS`.
    port
        0 takes any free one.
    announce
        Told where the pages are, in a sentence; the default writes it to stderr.

    Raises
    ------
    DeskError
        If the folder is no desk, or `host` could be reached from elsewhere.
    TsunagariError
        If the port cannot be had.
    """
    server, url = listen(desk_folder, host=host, port=port)
    words = Words(read_desk(desk_folder).settings.language)
    (announce or _say_on_stderr)(words.say("server.ready", url=url))
    try:
        server.run()
    finally:
        server.close()


def listen(desk_folder: Path, *, host: str, port: int) -> tuple[MultiSocketServer | BaseWSGIServer, str]:
    """A server that holds its port and waits for `run()`, and the address of its pages."""
    if host not in LOCAL_HOSTS:
        raise DeskError(
            "the pages cannot be served on {host}: there is no sign-in yet, so everyone who reaches "
            "that address would see them. Use --host {local}, and an SSH tunnel to look from another "
            "machine.",
            host=host,
            local=LOCAL_HOSTS[0],
        )
    app = create_app(desk_folder)
    # A page asks for its scripts all at once; that a few wait for a moment is no news for the terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listener = _take_port(host, port)
    port = listener.getsockname()[1]
    guard(app, port=port)
    # Parallel first requests to a fresh process found no callbacks; one quiet request beforehand registers them.
    app.server.test_client().get("/_dash-dependencies", headers={"Host": f"127.0.0.1:{port}"})
    name = f"[{host}]" if ":" in host else host
    return create_server(app.server, sockets=[listener], threads=8, ident=None), f"http://{name}:{port}/"


def guard(app: Dash, *, port: int) -> None:
    """Refuse foreign Host headers (DNS rebinding), and set the security headers of every answer."""
    allowed = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    policy = content_policy(app)
    app.server.config["MAX_CONTENT_LENGTH"] = _BODY_LIMIT_BYTES

    @app.server.before_request  # type: ignore[untyped-decorator]
    def refuse_foreign_hosts() -> None:
        if request.host not in allowed:
            abort(400, "unknown Host header")

    @app.server.after_request  # type: ignore[untyped-decorator]
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return _asked_again(response)


def _asked_again(response: Response) -> Response:
    """Let a browser that has a script already be told so: the plotting library alone is five megabytes."""
    if request.method == "GET" and request.path.startswith("/_dash-component-suites/") and response.status_code == 200:
        response.direct_passthrough = False
        response.add_etag()
        response.make_conditional(request)
    return response


def content_policy(app: Dash) -> str:
    """The Content-Security-Policy: our own files, dash's one inline script by its hash, and inline styles.

    The component kit writes inline styles; no script is ever evaluated from text.
    """
    scripts = " ".join(["'self'", *app.csp_hashes()])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _take_port(host: str, port: int) -> socket.socket:
    address = "127.0.0.1" if host == "localhost" else host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows the option would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        # Another server may have bound the port without listening yet; then this is where it shows.
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise TsunagariError(
            "port {port} on {host} cannot be had ({error}); another program may be using it. Choose "
            "another with --port, for example --port {other}.",
            port=port,
            host=host,
            error=error,
            other=port + 1 if port < 65535 else 8051,
        ) from None
    return listener


def _say_on_stderr(text: str) -> None:
    sys.stderr.write(text + "\n")
