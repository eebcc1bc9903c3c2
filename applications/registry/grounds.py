"""The legal grounds of secrecy: the city's first ones, and what forms offer (D2, OSL)."""

from typing import Any

from applications.models import LegalGround

FIRST = (
    ("21 kap. 3 § OSL", "adress och telefon till den som är hotad"),
    ("22 kap. 1 § OSL", "skyddad folkbokföring"),
    ("21 kap. 1 § OSL", "hälsa och sexualliv"),
    ("21 kap. 7 § OSL", "personuppgifter som kan komma att användas i strid med dataskyddsreglerna"),
    ("31 kap. 16 § OSL", "affärs- och driftförhållanden hos den som har en affär med staden"),
    ("19 kap. 3 § OSL", "upphandling"),
)


def install(ground: Any) -> None:
    """Write the city's first grounds when there are none. `ground` is the model class."""
    if not ground.objects.exists():
        ground.objects.bulk_create(
            ground(name=name, about=about, position=10 * number)
            for number, (name, about) in enumerate(FIRST, start=1)
        )


def offered() -> list[LegalGround]:
    """Return the grounds in use, in the order of the city."""
    return list(LegalGround.objects.filter(is_active=True))
