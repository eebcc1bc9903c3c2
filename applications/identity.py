"""What a viewer may call a person: the one place that answers (D22, skyddade personuppgifter).

A person with protected identity is known to themselves and to the officer of a case they are in, nobody else.
`str(user)` is therefore what everybody may read; the true name takes asking here. Texts that people wrote, or
that were written before the protection, pass `text_for` on their way to a reader and `text_in_mail` on their
way into a mail: names, addresses and phone numbers of protected people in the case are replaced.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from html import unescape
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.utils.html import escape
from django.utils.translation import gettext as _

from applications.models import Case, CaseContact, Invitation, Membership, User
from applications.permissions import assigned_officer

SHORTEST = 3  # letters of a name that is looked for in texts, digits of a phone number times two


class Known(NamedTuple):
    """A person as one viewer may know them; hidden parts are empty, the name says that it is protected."""

    name: str
    email: str
    phone: str
    protected: bool
    hidden: bool


class _Person(NamedTuple):
    """A protected person of a case: what to look for in texts, and what to write instead."""

    pk: int
    names: frozenset[str]
    contacts: frozenset[str]  # patterns
    instead: str


def may_know(viewer: Any, person: Any, case: Case | None = None) -> bool:
    """Return whether `viewer` (None: anybody at all) may know who `person` is, in `case`."""
    if person is None or not person.protected_identity:
        return True
    if viewer is None or not viewer.is_authenticated:
        return False
    if viewer.pk == person.pk:
        return True
    return case is not None and assigned_officer.role(viewer, case) is not None


def name_for(viewer: Any, person: Any, case: Case | None = None) -> str:
    """Return what `viewer` may call `person`: the name, or that it is protected."""
    if person is None:
        return ""
    return (person.name or person.email) if may_know(viewer, person, case) else str(person)


def known(viewer: Any, person: Any, case: Case | None = None) -> Known:
    """Return `person` with contact data as `viewer` may know them."""
    if may_know(viewer, person, case):
        return Known(
            person.name or person.email, person.email, person.phone, person.protected_identity, False
        )
    return Known(str(person), "", "", True, True)


def who(viewer: Any, event: Any, case: Case) -> str:
    """Return who did what `event` (with its `user` loaded) tells of, as `viewer` may read it."""
    if event.user is not None and event.user.protected_identity:
        return name_for(viewer, event.user, case)
    return text_for(viewer, event.user_name, case)


# --- texts -------------------------------------------------------------------------------------------
def text_for(viewer: Any, text: str, case: Case | None) -> str:
    """Return `text` of `case` without what tells who its protected people are, unless `viewer` may know."""
    if not text or case is None:
        return text
    if assigned_officer.role(viewer, case) is not None or text == getattr(viewer, "name", None):
        return text
    own = viewer.pk if viewer is not None else None
    return _mask(text, [person for person in protected_people(case) if person.pk != own])


def text_in_mail(to: Any, text: str, case: Case | None) -> str:
    """Return `text` as it may stand in a mail to the user `to` (None: no account).

    A mail is no safe place: not even the officer's names a protected person; it names nobody but its receiver.
    """
    if not text or case is None:
        return text
    own = to.pk if to is not None else None
    return _mask(text, [person for person in protected_people(case) if person.pk != own])


def tells_who(text: str, case: Case) -> bool:
    """Return whether a name, address or number is that of a protected person in the case."""
    return bool(text) and _mask(text, protected_people(case)) != text


# What stands between the words of a page: tags, and what is not read.
_PARTS = re.compile(r"(<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<[^>]*>)", re.DOTALL)
_WORDS_IN_TAG = re.compile(r'(?<=\s)(aria-label|title|alt)="([^"]*)"')
_TEXT_BOX = re.compile(r"(<textarea\b[^>]*>)(.*)(</textarea>)", re.DOTALL)
_TEXT_LINE = re.compile(r'(<input\b(?=[^>]*\stype="text")[^>]*\svalue=")([^"]*)("[^>]*>)')


def in_page(viewer: Any, html: str, case: Case, *, typed: bool = False) -> str:
    """Return the words of a page of `case` as `viewer` may read them, in its forms too.

    `typed`: the forms hold what the viewer has just typed, which comes back as it was. What others wrote does not:
    a name goes from the text for good when somebody who may not know it saves the form.
    """
    if assigned_officer.role(viewer, case) is not None:
        return html
    hidden = [person for person in protected_people(case) if person.pk != viewer.pk]
    if not hidden:
        return html

    def words(written: str) -> str:
        text = unescape(written)
        return written if (masked := _mask(text, hidden)) == text else escape(masked)

    parts = _PARTS.split(html)
    parts[::2] = map(words, parts[::2])
    for at in range(1, len(parts), 2):
        parts[at] = _WORDS_IN_TAG.sub(lambda match: f'{match[1]}="{words(match[2])}"', parts[at])
        if not typed:
            for field in (_TEXT_BOX, _TEXT_LINE):
                parts[at] = field.sub(lambda match: f"{match[1]}{words(match[2])}{match[3]}", parts[at])
    return "".join(parts)


CONTACT = ("contact_name", "contact_email", "contact_phone")


def without_contact(values: dict[str, Any], case: Case) -> dict[str, Any]:
    """Return the fields of an actor's part, the contact emptied when it is a protected person (the officer has it)."""
    if any(tells_who(str(values.get(name) or ""), case) for name in CONTACT):
        return values | dict.fromkeys(CONTACT, "")
    return values


def in_document(value: Any, case: Case) -> Any:
    """Return a document's snapshot (JSON) with every text as anybody may read it."""
    return _in_all(value, hidden) if (hidden := protected_people(case)) else value


def _in_all(value: Any, people: list[_Person]) -> Any:
    if isinstance(value, dict):
        return {key: _in_all(item, people) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_all(item, people) for item in value]
    return _mask(value, people) if isinstance(value, str) else value


def protected_people(case: Case) -> list[_Person]:
    """Return the protected people who are or were in the case's group, and its officer. Remembered on the case."""
    if "_protected" not in case.__dict__:
        load_protected([case])
    return case.__dict__["_protected"]


def load_protected(cases: Iterable[Case | None]) -> None:
    """Find the protected people of many cases at once: one query when there are none."""
    by_pk: dict[int, list[Case]] = {}
    for case in cases:
        if case is not None:
            by_pk.setdefault(case.pk, []).append(case)
            case.__dict__["_protected"] = []
    if not by_pk:
        return
    rows = Membership.objects.filter(case__in=by_pk, user__protected_identity=True).select_related("user")
    found = [(row.case_id, row.user, _("en person i gruppen")) for row in rows]
    for same in by_pk.values():
        officer = same[0].officer if Case._meta.get_field("officer").is_cached(same[0]) else None  # noqa: SLF001
        if officer is not None and officer.protected_identity:
            found.append((same[0].pk, officer, _("kontaktpersonen")))
    people = _people([user for _pk, user, _word in found]) if found else {}
    for pk, user, instead in found:
        for case in by_pk[pk]:
            case.__dict__["_protected"].append(people[user.pk]._replace(instead=instead))


def _people(users: list[Any]) -> dict[int, _Person]:
    """Return what to look for by person: names they bear, were invited or called by, addresses, phones. Two queries."""
    addresses = {user.pk: {user.email.lower()} for user in users}
    for pk, email in EmailAddress.objects.filter(user__in=addresses).values_list("user_id", "email"):
        addresses[pk].add(email.lower())
    names = {user.pk: {user.name} for user in users}
    phones = {user.pk: {user.phone} for user in users}
    for user in users:
        for known_words, kind in ((names, "names"), (addresses, "emails"), (phones, "phones")):
            known_words[user.pk].update((user.hidden_words or {}).get(kind, ()))
    known = set().union(*addresses.values())
    # Found by address first: the name and the number that it tells find what was written down without one.
    for member, email, name, phone in sorted(
        _called_by(set(addresses), known), key=lambda row: (row[1] not in known, row[1:])
    ):
        for pk, own in addresses.items():
            if email in own or (pk == member and (_same(name, names[pk]) or _same_number(phone, phones[pk]))):
                names[pk].add(name)
                phones[pk].add(phone)
                own.update({email} - {""})
    return {
        user.pk: _Person(
            user.pk,
            frozenset(name.strip() for name in names[user.pk] if len(name.strip()) >= SHORTEST),
            frozenset(
                [
                    *map(re.escape, addresses[user.pk]),
                    *(pattern for number in phones[user.pk] for pattern in _phone(number)),
                ]
            ),
            _("en person"),
        )
        for user in users
    }


def _called_by(people: set[int], addresses: set[str]) -> Iterable[tuple[int | None, str, str, str]]:
    """Return what others wrote down of them: (member of the case or None, address, name, phone). One query.

    That is their invitations, and the contact of a case that an officer opened (R46), found by address or among
    the members of its case.
    """
    contacts = CaseContact.objects.filter(Q(email__in=addresses) | Q(case__memberships__user__in=people))
    invitations = Invitation.objects.filter(email__in=addresses).order_by()
    return (
        contacts.order_by()
        .values_list("case__memberships__user", "email", "name", "phone")
        .union(invitations.values_list(Value(None, BigIntegerField()), "email", "name", Value("")))
    )


def _same(name: str, names: Iterable[str]) -> bool:
    return bool(name) and name.casefold() in {known.casefold() for known in names}


def _same_number(number: str, numbers: Iterable[str]) -> bool:
    return any(re.fullmatch(pattern, number.strip()) for known in numbers for pattern in _phone(known))


def _phone(number: str) -> Iterable[str]:
    """Yield a pattern for the number however it is parted, with or without the country's number."""
    digits = re.sub(r"\D", "", number.replace("+46", "0").removeprefix("0046"))
    if len(digits) >= 2 * SHORTEST:
        first, rest = (
            (r"(?:\+46\s*(?:\(0\))?|0046|0)", digits[1:]) if digits.startswith("0") else ("", digits)
        )
        yield first + r"[\s\-–/]*" + r"[\s\-–/]*".join(rest)


def _mask(text: str, people: list[_Person]) -> str:
    for person in people:
        for contact in person.contacts:
            text = re.sub(
                rf"(?<![\w.@]){contact}(?![\w@])", _("(skyddad uppgift)"), text, flags=re.IGNORECASE
            )
        for name in sorted(person.names, key=len, reverse=True):
            # Parted by anything or nothing: the name of a file is a text too.
            words = r"[\s_.+-]*".join(map(re.escape, name.split()))
            called = rf"(^|[.!?:]\s+)?(?<![^\W_]){words}(s?)(?![^\W_])"
            text = re.sub(called, partial(_instead, person.instead), text, flags=re.IGNORECASE | re.MULTILINE)
    return text


def _instead(word: str, match: re.Match[str]) -> str:
    """Return `word` for a name: with a capital where a sentence begins, with the s of a genitive."""
    before, genitive = match.groups()
    return (word if before is None else before + word[:1].upper() + word[1:]) + genitive


def text_hiding(person: Any, text: str) -> str:
    """Return `text` without what tells who `person` is, for mails that belong to no case."""
    if person is None or not person.protected_identity:
        return text
    return _mask(text, list(_people([person]).values()))


def hiding(users: Iterable[Any]) -> Callable[[str], str]:
    """Return what takes everything that tells who `users` are out of a text, for pages across cases."""
    people = list(_people(found).values()) if (found := list(users)) else []
    return partial(_mask, people=people)


def words_to_hide(user: Any) -> dict[str, list[str]]:
    """Return what tells who `user` is, to be hidden in texts even when the account no longer says it (D22)."""
    before = user.hidden_words or {}
    emails = {user.email.lower()}
    emails.update(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    names = {user.name, *Invitation.objects.filter(email__in=emails).values_list("name", flat=True)}
    now = {"names": names, "emails": emails, "phones": {user.phone}}
    return {kind: sorted({*before.get(kind, ()), *words} - {""}) for kind, words in now.items()}


# --- searching ---------------------------------------------------------------------------------------
def searched_for(words: str) -> QuerySet[User]:
    """Return the protected people that any of `words` would find by name, address or phone."""
    asked = Q(pk__in=[])
    for word in words.split():
        asked |= Q(name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word)
        asked |= Q(emailaddress__email__icontains=word)
    return User.objects.filter(asked, protected_identity=True)
