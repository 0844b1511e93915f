"""A child process in which a stranger's input is read: what it must not do stops it."""

import os
import resource
import signal
import sys
import traceback

import pytest

from classifier.errors import BelowlineError

#: Seconds of computing and megabytes of memory that no input may cost.
SECONDS, MEGABYTES = 10, 1024

_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
_CODE = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pickle.find_class", "ctypes.dlopen/child"}


class Forbidden(BaseException):
    """Not caught by whatever catches every `Exception`."""


def guard(folder):
    """Refuse network, programs, unpickling and writing outside a folder, from now on for the whole process."""
    sys.dont_write_bytecode = True
    allowed = (os.path.realpath(folder), "/dev/null")

    def look(event, args):
        if event in _NETWORK or event in _CODE:
            raise Forbidden(f"{event} {args}")
        if event == "open" and isinstance(args[0], (str, bytes)) and _writes(args[1], args[2]):
            path = os.path.realpath(os.fsdecode(args[0]))
            if not path.startswith(allowed):
                raise Forbidden(f"writes {path}")

    sys.addaudithook(look)


def _writes(mode, flags):
    return any(c in (mode or "") for c in "wax+") or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _in_child(work, folder, pipe):
    used = resource.getrusage(resource.RUSAGE_SELF)
    guard(folder)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        said = f"done {work()}"
    except BelowlineError as error:
        said = f"refused {error}"
    except BaseException:
        said = f"escaped {traceback.format_exc()}"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used.ru_maxrss
    os.write(pipe, f"{grown // 1024} {said}".encode("utf-8", "replace")[:60_000])


@pytest.fixture
def contained(tmp_path):
    """Run something in a guarded child; what it returned, or ``refused`` and the error, as text."""

    def run(work):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                _in_child(work, tmp_path, writing)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as source:
            megabytes, _, said = source.read().decode().partition(" ")
        _, status = os.waitpid(child, 0)
        assert not os.WIFSIGNALED(status), f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
        assert not said.startswith("escaped"), said
        assert int(megabytes) < MEGABYTES
        return said

    return run
