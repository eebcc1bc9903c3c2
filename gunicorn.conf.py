"""The web server: two processes with four threads each, sharing what was loaded before they were forked.

The address is given on the command line (`--bind`); the demo and the README show how.
"""

import gc

wsgi_app = "samverkan.wsgi"
workers = 2
threads = 4
timeout = 60  # seconds; documents are made by the worker, so no request comes near it
graceful_timeout = 5
loglevel = "warning"
control_socket_disable = True  # nobody steers it from outside; several servers may run on one machine

# Load the application once and share its memory. What is loaded then never changes, so the garbage collector
# need not look at it again: without this, full collections are most of the slowest one per cent of requests.
preload_app = True


def when_ready(server: object) -> None:
    """Move everything loaded so far out of the garbage collector's sight, before the first fork."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def post_fork(server: object, worker: object) -> None:
    """Never share a database connection between processes."""
    from django.db import connections

    connections.close_all()
