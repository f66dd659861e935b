"""People on the screen: the list, one person's form, and the one-time link with its letter."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

import streamlit as st

from maap.domain.invitations import Wording
from maap.domain.people import AGENCY_ROLES, Role
from maap.settings import settings
from maap.ui import catalogue
from maap.ui.words import count, day, plain
from maap.views.people import PersonRow

MEANING: Mapping[Role, str] = MappingProxyType(
    {
        Role.ADMINISTRATOR: "manages people, agencies and settings; sees no answers",
        Role.COORDINATOR: "runs the audits: terms, sample, reminders, report",
        Role.CHAIR: "signs terms, chairs panels, records agreed grades",
        Role.AGENCY_LEAD: "commits one agency, names its auditors, checks its returns",
        Role.AUDITOR: "answers returns of one agency",
        Role.PANEL_MEMBER: "reads all returns of the cases of their panel",
        Role.OBSERVER: "sees charts and published work",
    }
)
NOBODY = 0


def said(role: Role) -> str:
    """A role as a label."""
    return role.value.capitalize()


def found(people: Sequence[PersonRow]) -> list[PersonRow]:
    """People who fit what is typed above the list."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = str(st.text_input("Find by name, address or agency", key="people/text") or "").casefold()
        roles = st.multiselect("Role", list(Role), format_func=said, key="people/roles", placeholder="Any role")
        left = st.toggle("Also those who left", key="people/left")
    fitting = [
        one
        for one in people
        if (left or one.active)
        and (not roles or set(roles) & set(one.roles))
        and all(word in f"{one.name} {one.email} {one.agency}".casefold() for word in text.split())
    ]
    st.caption(f"{len(fitting)} of {count(len(people), 'person', 'people')}")
    return fitting


def listed(people: Sequence[PersonRow]) -> None:
    """The list."""
    rows = {
        one.id: {
            "Name": one.name,
            "Roles": ", ".join(said(role) for role in one.roles),
            "Agency": one.agency or "Own team",
            "Last here": _standing(one),
        }
        for one in people
    }
    if not rows:
        st.text("Nobody fits. Type less, or choose another role.")
        return
    alt = f"{count(len(rows), 'person', 'people')} with name, roles, agency and when they were last here"
    widths = {"Name": 145, "Roles": 125, "Agency": 165, "Last here": 165}
    columns = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    catalogue.listed("person", rows, alt, columns, height=560)


def _standing(one: PersonRow) -> str:
    if not one.active:
        return "Left"
    if not one.joined:
        return "Not joined yet"
    return day(one.seen_at) if one.seen_at else "Not signed in yet"


def form(person: PersonRow | None, agencies: Mapping[int, str]) -> None:
    """Somebody's name, address, roles and agency: to add, or to change."""
    offer = {NOBODY: "The partnership’s own team", **agencies}
    if person and person.agency_id and person.agency_id not in offer:
        offer[person.agency_id] = f"{person.agency} (takes no part any more)"
    values = {
        "name": person.name if person else "",
        "email": person.email if person else "",
        "roles": list(person.roles) if person else [],
        "agency_id": (person.agency_id or NOBODY) if person else NOBODY,
    }
    sheet = catalogue.show("person", person.id if person else catalogue.NEW, person.revision if person else 0, values)
    with st.form(f"person-form-{sheet.one}", border=False):
        st.text_input("Name", key=sheet.key("name"), max_chars=200)
        st.text_input("E-mail address", key=sheet.key("email"), max_chars=254)
        st.multiselect("Roles", list(Role), format_func=said, key=sheet.key("roles"), placeholder="Choose one or more")
        st.selectbox("Agency", list(offer), format_func=offer.__getitem__, key=sheet.key("agency_id"))
        catalogue.save_button(sheet, "Save" if person else "Add this person")
    catalogue.undo_button(sheet)


def seen(person: PersonRow) -> None:
    """Keep which revision of this person is on the screen, for the buttons that have no form."""
    st.session_state[f"person-seen/{person.id}"] = person.revision


def roles_explained() -> None:
    """What each role may do."""
    with st.expander("What each role may do"):
        lines = [
            f"- **{said(role)}**{' (one agency)' if role in AGENCY_ROLES else ''}: {words}"
            for role, words in MEANING.items()
        ]
        st.markdown("\n".join(lines))


def coming_in(person: PersonRow) -> None:
    """The button that makes a one-time link."""
    st.subheader("New password" if person.joined else "Invitation", anchor=False)
    if person.joined:
        st.text("A link with which they choose a new password. It works once, for 2 hours.")
    else:
        st.text("They cannot sign in before they open a link and choose a password. It works once, for 7 days.")
    label = "Make a link for a new password" if person.joined else "Make an invitation link"
    with st.container(horizontal=True):
        st.button(label, key=f"person-link/{person.id}", icon=":material/link:")
        if not set(person.roles) & {Role.ADMINISTRATOR, Role.COORDINATOR}:
            st.button(
                "Make a link for one sign-in",
                key=f"person-signin/{person.id}",
                help="For somebody who is here twice a year: it works once, for 30 minutes, without a password.",
            )


def origin() -> str:
    """The address of the house as the administrator's own browser sees it."""
    seen = urlsplit(st.context.url or "")
    chosen = settings()
    return (
        f"{seen.scheme}://{seen.netloc}"
        if seen.netloc
        else f"http{'s' if chosen.https else ''}://{chosen.host}:{chosen.port}"
    )


def letter_to_copy(letter: Wording) -> None:
    """A letter that somebody sends from their own mail."""
    st.caption("A letter with the link, to send from your own mail. An administrator can reword it on “Post”.")
    st.code(f"{letter.subject}\n\n{letter.body}", language=None, wrap_lines=True)


def link(letter: Wording, address: str) -> None:
    """The link and its letter: shown this once, because only a digest of it is kept."""
    with st.container(border=True, key="one-time-link"):
        st.markdown("**Copy this now: it is shown only once.** Earlier links of this person no longer work.")
        st.caption("The link alone")
        st.code(address, language=None, wrap_lines=True)
        letter_to_copy(letter)


def losses(person: PersonRow) -> None:
    """What helps somebody who lost a laptop or a telephone."""
    with st.popover("They lost something", icon=":material/phonelink_erase:"):
        st.text("A lost laptop, or a page left open: they are signed out everywhere at once.")
        st.button("Sign them out everywhere", key=f"person-out/{person.id}")
        st.text("A lost telephone: first make sure that it is really they who ask.")
        st.button("Remove their second factor", key=f"person-factor/{person.id}")


def leaving(person: PersonRow) -> None:
    """The buttons for somebody who leaves, or who comes back."""
    if not person.active:
        st.info(plain(f"{person.name} has left and cannot sign in."), icon=":material/person_off:")
        st.button("Let them back in", key=f"person-back/{person.id}")
        return
    with st.popover("This person leaves", icon=":material/person_off:"):
        st.text(
            "They are signed out at once and their links stop working. Returns they have not handed in go back to "
            "their agency. What they did stays in the trail."
        )
        st.button("Deactivate", key=f"person-leaves/{person.id}", type="primary")
