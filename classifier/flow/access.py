"""Who may use a review page that is served to others than this machine's own people."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from classifier.errors import InputError, StoreError
from classifier.files import read_bytes

#: Names by which this machine calls itself.
LOOPBACK = ("localhost", "127.0.0.1", "::1")

#: What people may do: label; settle what others differ on, too; retrain and say who shares what, too.
ROLES = ANNOTATOR, ADJUDICATOR, OWNER = "annotator", "adjudicator", "owner"

#: Set for a page that is served to others.
_SHARED = "BELOWLINE_SHARED"

_OF_ALL = ("redirect_uri", "cookie_secret")
_OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_HOW = "see docs/store.md for what to write there, or leave --address out"


@dataclass(frozen=True)
class Access:
    """Who may use a page, and under which names it is served.

    Attributes
    ----------
    secrets : Path
        The file that says so.
    people, adjudicators, owners : tuple of str
        Addresses of the people of each role, or patterns of them such as ``*@example.org``.
    providers : tuple of str
        Names of those who vouch for people; empty where there is one without a name.
    host : str
        Name by which people reach the page.
    role_claim : str or None
        What the provider calls people's roles, with dots where it stands within something else.
    """

    secrets: Path
    people: tuple[str, ...]
    providers: tuple[str, ...]
    host: str
    adjudicators: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    role_claim: str | None = None


def is_loopback(address: str) -> bool:
    """Whether an address reaches no further than this machine.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("lab")
    (True, True, False, False)
    """
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def secrets_file() -> Path | None:
    """Where the person has said who may log in: in this folder, else in the person's own."""
    found = (root / ".streamlit" / "secrets.toml" for root in (Path.cwd(), Path.home()))
    return next((path for path in found if path.is_file()), None)


def read_access(path: Path | None) -> Access:
    """Who may log in, by a file of secrets.

    Parameters
    ----------
    path : Path or None

    Raises
    ------
    InputError
        When there is no file, it cannot be read, or does not say how people log in and who they are.
    StoreError
        When the library for logging in is not installed.
    """
    if path is None:
        raise InputError(
            "a page for others needs a way to log in", where=".streamlit/secrets.toml", remedy=f"write it: {_HOW}"
        )
    try:
        secrets = tomllib.loads(read_bytes(path).decode())
    except ValueError as error:
        raise InputError(f"cannot be read ({error})", where=path, remedy="mend it") from error
    auth = _table(secrets, "auth", path)
    named = _table(secrets, "belowline", path)
    people, adjudicators, owners = (_list(named, name, path) for name in ("people", "adjudicators", "owners"))
    claim = named.get("role_claim")
    if claim is not None and not (isinstance(claim, str) and claim):
        raise InputError("does not name the `role_claim` of [belowline]", where=path, remedy=_HOW)
    if not (people or adjudicators or owners or claim):
        raise InputError("does not list the `people` of [belowline]", where=path, remedy=_HOW)
    providers = tuple(name for name, value in auth.items() if isinstance(value, Mapping))
    _check([auth], _OF_ALL, path)
    _check([auth[name] for name in providers] or [auth], _OF_A_PROVIDER, path)
    if find_spec("authlib") is None:
        raise StoreError("logging in needs a library that is missing", remedy="pip install 'belowline[team]'")
    host = urlsplit(auth["redirect_uri"]).hostname or "localhost"
    return Access(path, people, providers, host, adjudicators, owners, claim)


def may_enter(email: object, verified: object, people: Sequence[str]) -> bool:
    """Whether a person who has logged in is on the list.

    Parameters
    ----------
    email, verified : object
        As the provider says; an address that is said not to be verified counts for nothing.
    people : sequence of str

    Examples
    --------
    >>> may_enter("Ann@Example.org", True, ["*@example.org"]), may_enter("bob@example.com", None, ["ann@example.org"])
    (True, False)
    """
    if not isinstance(email, str) or not email or str(verified).lower() == "false":
        return False
    return any(fnmatchcase(email.casefold(), one.casefold()) for one in people)


def role_of(claims: Mapping[str, Any], access: Access) -> str | None:
    """The highest role of a person who has logged in; None where they have none.

    Parameters
    ----------
    claims : dict of str to object
        What the provider says of them.
    access : Access

    Examples
    --------
    >>> access = Access(Path("s"), ("*@example.org",), (), "host", owners=("ann@example.org",), role_claim="my.roles")
    >>> role_of({"email": "ann@example.org"}, access), role_of({"email": "bob@example.org"}, access)
    ('owner', 'annotator')
    >>> role_of({"email": "cy@example.com", "my": {"roles": ["adjudicator"]}}, access)
    'adjudicator'
    """
    email, verified = claims.get("email"), claims.get("email_verified")
    listed = {ANNOTATOR: access.people, ADJUDICATOR: access.adjudicators, OWNER: access.owners}
    claimed = _claimed(claims, access.role_claim) if may_enter(email, verified, ["*"]) else ()
    found = [role for role in ROLES if role in claimed or may_enter(email, verified, listed[role])]
    return found[-1] if found else None


def _claimed(claims: Mapping[str, Any], name: str | None) -> Sequence[object]:
    found: Any = claims
    for part in name.split(".") if name else ():
        found = found.get(part) if isinstance(found, Mapping) else None
    if name is None:
        return ()
    return [found] if isinstance(found, str) else found if isinstance(found, list) else ()


def shared_by(access: Access | None) -> dict[str, str]:
    """What tells the page whether it is served to others."""
    return {_SHARED: str(access.secrets.resolve()) if access else ""}


def shared() -> Access | None:
    """Who may use this page; None where only this machine's own people reach it."""
    place = os.environ.get(_SHARED)
    return read_access(Path(place)) if place else None


def _list(named: Mapping[str, Any], name: str, path: Path) -> tuple[str, ...]:
    found = named.get(name)
    if found is None:
        return ()
    if not isinstance(found, list) or not found or not all(isinstance(one, str) and one for one in found):
        raise InputError(f"does not list the `{name}` of [belowline]", where=path, remedy=_HOW)
    return tuple(found)


def _table(secrets: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    found = secrets.get(name)
    if not isinstance(found, Mapping):
        raise InputError(f"has no [{name}]", where=path, remedy=_HOW)
    return found


def _check(tables: Sequence[Mapping[str, Any]], names: Sequence[str], path: Path) -> None:
    missing = [name for table in tables for name in names if not isinstance(table.get(name), str) or not table[name]]
    if missing:
        raise InputError(f"lacks {', '.join(dict.fromkeys(missing))} in [auth]", where=path, remedy=_HOW)
