"""Commands that an installation runs once."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from applications.models import Committee, Neighbourhood

pytestmark = pytest.mark.django_db


def test_registers_are_loaded_once_and_keep_what_staff_changed() -> None:
    call_command("load_registers")
    assert Committee.objects.get(decides=True).name == "tekniska nämnden"
    assert Committee.objects.count() == 15
    assert Neighbourhood.objects.count() == 8
    Committee.objects.filter(name="kulturnämnden").update(short="KN")
    call_command("load_registers")
    assert Committee.objects.count() == 15
    assert Committee.objects.get(name="kulturnämnden").short == "KN"


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "x.json"
    broken.write_text("{")
    with pytest.raises(CommandError):
        call_command("load_registers", str(broken))
