"""Masking personal data in a frozen snapshot: what stands there is replaced by a sign that everybody sees (D2).

Masked are names of private persons, e-mail addresses, phone numbers, personal identity numbers and words that the
registrar adds. The city's own people and addresses are public and stay, and so do those who acted in office: elected
members, chair, adjusters, who decided by delegation, who signed for the city.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.city import values
from applications.models import Case, User
from applications.states import ActorKind

KIND = "masked_copy"
SIGN = gettext_lazy("[maskad uppgift]")
NAMES, EMAILS, PHONES, NUMBERS, WORDS = "names", "emails", "phones", "numbers", "words"
KINDS = {
    NAMES: gettext_lazy("Namn på privatpersoner"),
    EMAILS: gettext_lazy("E-postadresser"),
    PHONES: gettext_lazy("Telefonnummer"),
    NUMBERS: gettext_lazy("Personnummer och personliga organisationsnummer"),
}
PATTERNS = {
    EMAILS: re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # An organisation's number has at least 2 as its third digit; a person's has the month there.
    NUMBERS: re.compile(r"(?<![\d-])(?:19|20)?\d{2}[01]\d{3}[-+ ]?\d{4}(?![\d-])"),
    PHONES: re.compile(r"(?<![\w+-])(?:\+\d{2}|00\d{2}|0)[ ]?(?:\(0\))?\d(?:[ –-]?\d){5,10}(?![\d-])"),
}
PUBLIC_PARTS = frozenset({"municipality", "verdict"})
# Kind of document → its parts that name those who acted in office. Others present at a meeting may be private persons.
IN_OFFICE: dict[str, frozenset[str]] = {
    "minutes_extract": frozenset({"members", "approvers", "conflicts", "signatures"}),
    "delegated_decision": frozenset({"decider", "signature"}),
    "chair_decision": frozenset({"decider", "signature"}),
    "officer_report": frozenset({"officer", "responsible", "signed_by"}),
    "proposal": frozenset({"officer"}),
    "decision_notice": frozenset({"officer"}),
    "referral": frozenset({"officer", "signed_by"}),
}
SHORTEST = 3  # letters of a part of a name that is looked for by itself


class Masked(NamedTuple):
    """The snapshot with its signs, and how many of each kind there are."""

    snapshot: dict[str, Any]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return how many pieces are masked."""
        return sum(self.counts.values())


def known_names(case: Case, snapshot: dict[str, Any], kind: str = "") -> list[str]:
    """Return the names of private persons: the group's, past members too, and those the document itself names.

    `kind` of document: in its parts for office nobody is private (IN_OFFICE).
    """
    staff = {user.name for user in User.objects.all() if user.is_staff}
    names = {name for name in case.memberships.values_list("user__name", flat=True) if name}
    actors = case.case_actors.select_related("actor")
    owners = [row.actor for row in actors if row.actor.kind == ActorKind.PROPERTY_OWNER]
    names |= {actor.name for actor in owners if not actor.organisation_number}
    office = IN_OFFICE.get(kind, frozenset())
    names |= set(_persons({key: part for key, part in snapshot.items() if key not in office}))
    return sorted(name for name in names - staff if name.strip())


def _persons(value: Any, key: str = "") -> Iterable[str]:
    """Yield the names in those parts of the document that describe a person."""
    if isinstance(value, dict):
        if "name" in value and {"email", "phone", "signed_on"} & value.keys():
            yield value["name"]
        for inner, child in value.items():
            if inner not in PUBLIC_PARTS:
                yield from _persons(child, inner)
    elif isinstance(value, list):
        for child in value:
            yield from _persons(child, key)


def in_office(snapshot: dict[str, Any], kind: str) -> list[str]:
    """Return the names of those who acted in office: "Per Ek" of a row, and of "Per Ek (S, ersätts av Eva Al)"."""
    found = []
    for key in IN_OFFICE.get(kind, ()):
        parts = snapshot.get(key) or []
        for part in parts if isinstance(parts, list) else [parts]:
            name = part.get("name", "") if isinstance(part, dict) else str(part)
            found.append(name.partition(" (")[0].strip())
    return [name for name in found if name]


def mask(
    snapshot: dict[str, Any],
    names: Iterable[str],
    *,
    kind: str = "",
    hide: Iterable[str] = tuple(KINDS),
    words: Iterable[str] = (),
) -> Masked:
    """Return a copy of `snapshot` in which what `hide` says is replaced; the snapshot itself is left alone.

    In the parts for office of a `kind` only `words` are masked. Elsewhere the whole name of somebody in office stays,
    a part of a private person's name in it too, unless a private person has the same name.
    """
    hidden, names = set(hide), list(names)
    office = IN_OFFICE.get(kind, frozenset())
    patterns = _patterns(
        hidden, names, words, [name for name in in_office(snapshot, kind) if name not in names]
    )
    of_office = [(found, pattern) for found, pattern in patterns if found == WORDS]
    public = _public_contacts() if hidden & {EMAILS, PHONES} else frozenset()
    counts: Counter[str] = Counter()

    def sign(kind: str, found: re.Match[str]) -> str:
        if kind in (EMAILS, PHONES) and _plain(found.group()) in public:
            return found.group()
        if found.groupdict().get("in_office"):
            return found.group()
        counts[kind] += 1
        return str(SIGN)

    def walk(value: Any, wanted: list[tuple[str, re.Pattern[str]]]) -> Any:
        if isinstance(value, str):
            for what, pattern in wanted:
                value = pattern.sub(partial(sign, what), value)
            return value
        if isinstance(value, list):
            return [walk(child, wanted) for child in value]
        if isinstance(value, dict):
            return {
                key: child if key in PUBLIC_PARTS else walk(child, wanted) for key, child in value.items()
            }
        return value

    masked = {
        key: part if key in PUBLIC_PARTS else walk(part, of_office if key in office else patterns)
        for key, part in snapshot.items()
    }
    return Masked(masked, dict(counts))


def _patterns(
    hidden: set[str], names: Iterable[str], words: Iterable[str], officials: Iterable[str]
) -> list[tuple[str, re.Pattern[str]]]:
    """Return what is looked for, addresses first: a name in one must not break it."""
    patterns = [(kind, PATTERNS[kind]) for kind in PATTERNS if kind in hidden]
    if NAMES in hidden and (found := _any_of(_with_parts(names), re.NOFLAG)):
        if stays := _any_of(officials, re.NOFLAG):
            found = re.compile(f"(?P<in_office>{stays.pattern})|{found.pattern}")
        patterns.append((NAMES, found))
    if found := _any_of([word.strip() for word in words if word.strip()], re.IGNORECASE):
        patterns.append((WORDS, found))
    return patterns


def _with_parts(names: Iterable[str]) -> list[str]:
    """Return whole names and their parts: a text that says "Amina" or "Björkdals" names the same person."""
    whole = [" ".join(name.split()) for name in names]
    parts = [part for name in whole for part in name.split() if len(part) >= SHORTEST]
    return [*whole, *parts]


def _any_of(words: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    """Return a pattern for any of the words, whole, with a genitive s; the longest is tried first."""
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not ordered:
        return None
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered)
    return re.compile(rf"(?<!\w)(?:{either})s?(?!\w)", flags)


def _public_contacts() -> frozenset[str]:
    """Return the addresses and phone numbers of the city and of those who work there."""
    found = {values.municipality()["contact_email"], values.municipality()["contact_phone"]}
    for user in User.objects.all():
        if user.is_staff:
            found |= {user.email, user.phone}
    return frozenset(_plain(value) for value in found if value)


def _plain(contact: str) -> str:
    return contact.casefold() if "@" in contact else re.sub(r"\D", "", contact)


def sentence(counts: dict[str, int]) -> str:
    """Return in words what would be masked."""
    parts = [f"{label}: {counts[kind]}" for kind, label in KINDS.items() if counts.get(kind)]
    return ". ".join(parts) or _("Inga personuppgifter hittades.")
