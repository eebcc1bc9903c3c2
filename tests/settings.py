"""The product's own settings, with as little changed for the tests as their speed and safety need.

The database comes from SAMVERKAN_DATABASE (`make test` gives a PostgreSQL of its own); without it, SQLite in
a folder that goes away with the run.
"""

import os
import tempfile
from pathlib import Path

_scratch = tempfile.TemporaryDirectory(prefix="samverkan-tests-")
os.environ["SAMVERKAN_DATA_DIR"] = _scratch.name  # never the developer's own files
os.environ["SAMVERKAN_HTTPS"] = "0"
os.environ.setdefault("SAMVERKAN_SECRET_KEY", "only-for-the-tests")

from samverkan.settings import *  # noqa: E402, F403
from samverkan.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir()  # whitenoise warns when it is missing
# The names without fingerprints: the family "django" of `make test` collects the files the real way.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The personas come in by force_login, which shows no second factor. The gate has tests of its own, with it on.
STAFF_SECOND_FACTOR = False
# What a test saves is seen at once; nothing else changes under it, and no page asks a question more.
REGISTERS_READ_EVERY = 1_000_000
# A slow hash is the point of a password hasher, and the cost of every log-in in a test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A database that `make test` has migrated, to copy instead of migrating one in every worker (and in conftest.py).
TEST_TEMPLATE = os.environ.get("SAMVERKAN_TEST_TEMPLATE")
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEST_TEMPLATE}
else:
    # A file, as in production: threads then have connections of their own, unlike in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_scratch.name) / "test.sqlite3")}
