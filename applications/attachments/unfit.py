"""The answer to a file that is not taken in."""

from typing import Any


class Unfit(Exception):  # noqa: N818 an answer, not an error
    """A file is not taken in. `text` says why and what to do, with %(name)s for the file and no full stop."""

    def __init__(self, text: Any, **values: Any) -> None:
        self.text, self.values = text, values
        super().__init__(str(text))

    def about(self, name: str) -> str:
        """Return the sentence about the file called `name`."""
        return str(self.text) % {"name": name, **self.values}


class NotScanned(Unfit):
    """The scanner did not answer for this file: it may be good, nobody knows."""
