"""The door of a page that is served to others."""

from __future__ import annotations

import streamlit as st

from classifier.flow.access import Access, may_enter, shared


def let_in() -> bool:
    """Whether the page may be shown to whoever is looking; where not, a way to log in is."""
    access = shared()
    if access is None:
        return True
    if not st.user.get("is_logged_in"):
        _ask(access)
        return False
    if may_enter(st.user.get("email"), st.user.get("email_verified"), access.people):
        return True
    st.error("You are logged in, but not on the list of this page's people.", icon=":material/block:")
    st.button("Log out", on_click=st.logout)
    return False


def person() -> str | None:
    """Address of the person who has logged in; None where nobody has to."""
    return str(st.user["email"]) if shared() is not None else None


def _ask(access: Access) -> None:
    st.header("belowline", anchor=False)
    if not access.providers:
        st.button("Log in", on_click=st.login)
    for name in access.providers:
        st.button(f"Log in with {name}", on_click=st.login, args=(name,))
