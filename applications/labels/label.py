"""What an action is called: the parts of it."""

from typing import Any, NamedTuple


class Label(NamedTuple):
    """`button` is the verb on the page, `happened` the line in the history, `effects` what it leads to."""

    button: Any
    happened: Any
    effects: tuple[Any, ...] = ()
