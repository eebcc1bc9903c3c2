"""What every page needs of a small register, without a question to the database for every page.

Each process keeps what it has read, and reads again after some seconds (settings.REGISTERS_READ_EVERY): the process
that saves knows at once, the others within those seconds.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import Error

T = TypeVar("T")


class Remembered(Generic[T]):
    """A value read with `load`, kept in the process. Before it is read, and without a database, it is `empty`."""

    def __init__(self, load: Callable[[], T], empty: T) -> None:
        self._load, self._empty = load, empty
        self._value, self._read_at = empty, float("-inf")

    def get(self) -> T:
        """Return the value, read again when it is old. A database that does not answer leaves it as it was."""
        now = time.monotonic()
        if now - self._read_at >= settings.REGISTERS_READ_EVERY:
            try:
                self._value = self._load()
            except Error:
                return self._value
            self._read_at = now
        return self._value

    def known(self) -> T:
        """Return what was read last, without asking the database."""
        return self._value

    def forget(self) -> None:
        """Read again at the next question: something was saved."""
        self._read_at = float("-inf")

    def begin(self) -> None:
        """Start as if the register were empty, and just read: for a test."""
        self._value, self._read_at = self._empty, time.monotonic()
