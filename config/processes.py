"""The command lines of the three processes of the site, the same wherever they are started."""

import sys


def web(address: str) -> list[str]:
    """The web server on "host:port"."""
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi"),
        *("--bind", address, "--worker-class", "gthread", "--workers", "1", "--threads", "8"),
        # The control socket would stand in the home folder, shared by every site of the user.
        *("--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"),
    ]


def worker(only: str = "") -> list[str]:
    """The worker, for every queue or for one. Prefork is the one pool that enforces time limits."""
    name = ("--queues", only, "--hostname", f"{only}@%h") if only else ()
    return [
        *(sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", *name),
        *("--pool", "prefork", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    ]


def beat() -> list[str]:
    """The clock that puts due jobs on the queue; a process of its own, and only ever one."""
    return [
        *(sys.executable, "-m", "celery", "--app", "config", "--quiet", "beat"),
        *("--pidfile=", "--loglevel", "WARNING"),
    ]
