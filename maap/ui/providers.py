"""Identity providers on the screen: the list, one provider's form with its rules, and what its own side needs."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from maap.domain.people import AGENCY_ROLES, Role
from maap.ui import catalogue
from maap.ui.people import origin, said
from maap.ui.words import count
from maap.views.identity import FactorRule, ProviderRow

_ROLES = [role for role in Role if role is not Role.ADMINISTRATOR]
_COLUMNS = ("Claim", "Value", "Role", "Agency")
_NO_AGENCY = "The partnership’s own team"


def listed(rows: Sequence[ProviderRow]) -> None:
    """The list; a sentence while there is none."""
    if not rows:
        st.info("No organisation’s sign-in is set up. People sign in with a password of their own.")
        return
    shown = {
        row.id: {
            "Name": row.name,
            "In use": "Yes" if row.active else "No",
            "Second factor": "Shown there" if row.shown_by else "Shown here",
            "Roles by": count(len(row.rules), "rule") if row.rules else "Invitation",
            "People": row.known,
        }
        for row in rows
    }
    catalogue.listed("provider", shown, f"{count(len(rows), 'way')} to sign in", {})


def addresses() -> None:
    """What the organisation's own administrators have to enter on their side."""
    with st.expander("What the organisation enters on its side"):
        st.text("Redirect address, after signing in")
        st.code(f"{origin()}/sign-in/back", language=None)
        st.text("Redirect address, after signing out")
        st.code(f"{origin()}/sign-in", language=None)
        st.text(
            "Kind of application: web, authorisation code with PKCE. Scopes: openid, email and profile. "
            "The identity token must hold the e-mail address, and the groups where you use rules."
        )


def factors(rule: FactorRule) -> None:
    """In which roles people need a second factor."""
    st.header("Second factor", anchor=False)
    st.text(
        "Everybody may set up a second factor on “Your account”. In the roles you choose here they must, before they "
        "open any other page. People who come through an organisation’s sign-in that must show one need none here."
    )
    with st.form("factor-roles-form", border=False):
        st.multiselect(
            "Roles that need one",
            list(Role),
            default=[role for role in Role if role in rule.roles],
            format_func=said,
            key="factor-roles",
            placeholder="No role: each person decides",
        )
        st.form_submit_button("Save", key="factor-roles-save", type="primary")
    if rule.without:
        without = count(rule.without, "person", "people")
        verbs = ("has", "is") if rule.without == 1 else ("have", "are")
        st.text(
            f"{without} in these roles {verbs[0]} none here yet, and {verbs[1]} asked to set it up at the next step "
            "unless shown where they sign in."
        )


def chosen_roles() -> list[Role]:
    """The roles that are chosen in it."""
    return [Role(role) for role in st.session_state["factor-roles"]]


def _rows(row: ProviderRow | None, agencies: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "Claim": rule.claim,
            "Value": rule.value,
            "Role": said(rule.role),
            "Agency": agencies.get(rule.agency, _NO_AGENCY),
        }
        for rule in (row.rules if row else ())
    ]


def form(row: ProviderRow | None, agencies: Mapping[str, str]) -> None:
    """A provider's fields and the table of its rules."""
    values = {
        "name": row.name if row else "",
        "issuer": row.issuer if row else "",
        "client": row.client if row else "",
        "secret": "",
        "vouches": row.vouches if row else False,
        "shown_by": row.shown_by if row else "",
        "asks_for": row.asks_for if row else "",
    }
    rules = _rows(row, agencies)
    one = row.id if row else catalogue.NEW
    sheet = catalogue.show("provider", one, row.revision if row else 0, values, rules=rules)
    with st.form(f"provider-form-{sheet.one}", border=False):
        st.text_input("Name on the button", key=sheet.key("name"), max_chars=60, placeholder="Example Council")
        st.text_input("Issuer", key=sheet.key("issuer"), help="The address that the organisation gives, with https.")
        st.text_input("Client identifier", key=sheet.key("client"))
        kept = "Leave empty to keep the one that is stored." if row and row.has_secret else None
        st.text_input("Client secret", key=sheet.key("secret"), type="password", help=kept, autocomplete="off")
        st.checkbox(
            "This organisation checks its people’s e-mail addresses itself",
            key=sheet.key("vouches"),
            help="Tick this for Microsoft Entra ID, which does not mark addresses as verified.",
        )
        _second_factor(sheet)
        _rules(sheet, rules, agencies)
        catalogue.save_button(sheet, "Save" if row else "Add this way to sign in")
    catalogue.undo_button(sheet)


def _rules(sheet: catalogue.Form, rules: list[dict[str, Any]], agencies: Mapping[str, str]) -> None:
    """Which claim of the provider gives which role, a line each."""
    st.text("Rules for roles. Without any, people keep the roles that they were invited with.")
    st.data_editor(
        pd.DataFrame(rules, columns=list(_COLUMNS), dtype="str"),
        key=sheet.key("rules"),
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "Claim": st.column_config.TextColumn(help="Such as groups"),
            "Value": st.column_config.TextColumn(help="Such as MAAP-Auditors"),
            "Role": st.column_config.SelectboxColumn(options=[said(role) for role in _ROLES]),
            "Agency": st.column_config.SelectboxColumn(options=[_NO_AGENCY, *agencies.values()]),
        },
    )
    st.session_state["provider-agencies"] = {name: key for key, name in agencies.items()}


def _second_factor(sheet: catalogue.Form) -> None:
    """What the provider must show, and what it is asked for."""
    st.text(
        "Second factor. Where you say what shows one, a sign-in without it is refused, and people need none here. "
        "Whoever is in through it when you change this is signed out, and signs in again."
    )
    st.text_input(
        "What shows a second factor",
        key=sheet.key("shown_by"),
        placeholder="Nothing: people show it here",
        help="Values of the claims amr or acr in the identity token, with commas between them. mfa for Microsoft "
        "Entra ID, AAL2_OR_AAL3_ANY, AAL3_ANY for NHS CIS2. The organisation says which it sends.",
    )
    st.text_input(
        "What to ask for",
        key=sheet.key("asks_for"),
        placeholder="Nothing",
        help="Levels that the provider is asked for (acr_values), where it has to be asked. AAL2_OR_AAL3_ANY for "
        "NHS CIS2, nothing for Microsoft Entra ID.",
    )


def as_typed(held: Mapping[str, Any]) -> dict[str, Any]:
    """What the form holds, as the domain reads it: labels become roles and agencies' keys."""
    roles = {said(role): role.value for role in _ROLES}
    keys = st.session_state.get("provider-agencies", {})
    rules = []
    for line in held["rules"]:
        if not any(line.values()):
            continue
        role = roles.get(line.get("Role") or "", "")
        agency = keys.get(line.get("Agency") or "", "") if role in AGENCY_ROLES else ""
        rules.append(
            {"claim": line.get("Claim") or "", "value": line.get("Value") or "", "role": role, "agency": agency}
        )
    return {**held, "rules": rules}


def switch(row: ProviderRow) -> None:
    """Take it off the sign-in page, or put it back."""
    st.session_state[f"provider-seen/{row.id}"] = row.revision
    if not row.active:
        st.button("Offer it on the sign-in page again", key=f"provider-back/{row.id}")
        return
    with st.popover("Stop offering it", icon=":material/block:"):
        st.text("The button leaves the sign-in page, and everybody who came in through it is signed out at once.")
        st.button("Stop offering it", key=f"provider-away/{row.id}", type="primary")
