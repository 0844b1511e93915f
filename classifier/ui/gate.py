"""The door of a page that is served to others, and what each of them may do."""

from __future__ import annotations

import streamlit as st

from classifier.errors import AccessError
from classifier.flow.access import OWNER, ROLES, Access, role_of, shared


def let_in() -> bool:
    """Whether the page may be shown to whoever is looking; where not, a way to log in is."""
    access = shared()
    if access is None:
        return True
    if not st.user.get("is_logged_in"):
        _ask(access)
        return False
    if role_of(st.user.to_dict(), access):
        return True
    st.error("You are logged in, but not on the list of this page's people.", icon=":material/block:")
    st.button("Log out", on_click=st.logout)
    return False


def person() -> str | None:
    """Address of the person who has logged in; None where nobody has to."""
    return str(st.user["email"]) if shared() is not None else None


def role() -> str | None:
    """What the person may do, as it is written at this moment; everything where nobody has to log in."""
    access = shared()
    return OWNER if access is None else role_of(st.user.to_dict(), access)


def may(wanted: str) -> bool:
    """Whether the person has a role, or one above it."""
    own = role()
    return own is not None and ROLES.index(own) >= ROLES.index(wanted)


def require(wanted: str) -> None:
    """Refuse what the person may not do; every act asks, whatever the page has shown.

    Parameters
    ----------
    wanted : str
        One of `classifier.flow.access.ROLES`.

    Raises
    ------
    AccessError
        When the person has neither that role nor one above it.
    """
    if not may(wanted):
        article = "an" if wanted[0] in "aeiou" else "a"
        raise AccessError(f"this takes {article} {wanted}", remedy=f"you are {role() or 'nobody'} here; ask one")


def _ask(access: Access) -> None:
    st.header("belowline", anchor=False)
    if not access.providers:
        st.button("Log in", on_click=st.login)
    for name in access.providers:
        st.button(f"Log in with {name}", on_click=st.login, args=(name,))
