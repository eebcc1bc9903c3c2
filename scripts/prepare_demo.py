"""Bring the demo's database, static files and data up to date: one process, since each start costs a second.

Every step does nothing when there is nothing to do. Run by run_demo.py inside the virtual environment.
"""

import hashlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Migrate, make the cache table, compile the catalogues, collect the static files, load the demo data."""
    sys.path.insert(0, str(ROOT))

    import django
    from django.conf import settings
    from django.core.management import call_command

    # whitenoise looks for the folder when it is loaded.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()
    if any((ROOT / "locale").glob("*/LC_MESSAGES/*.po")) and shutil.which("msgfmt"):
        call_command("compilemessages", "--ignore", ".venv", verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    # Compressing every file takes five seconds: only when one of them has changed.
    stamp = settings.DATA_DIR / ".static.sha256"
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)
    call_command("load_demo")


def _fingerprint() -> str:
    """Return a digest that changes when a static file is added, removed or written to."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_mtime_ns} {state.st_size}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
