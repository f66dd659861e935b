"""Coming in: sign-in, one-time links and the set-up page, from outside."""

import re
import threading
import time
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import func, select
from starlette.applications import Starlette

from maap.domain.one_time_links import SIGN_IN_LINK
from maap.domain.people import Role
from maap.domain.sessions import MOST_TRIES, SessionState
from maap.outside import passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import keys
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases import second_factor
from maap.usecases.signin import make_link
from maap.views.people import who
from maap.web import entrance, start
from maap.web.paper import page
from tests import factories as make
from tests.web.visitor import Reply, Visitor

PASSWORD = "lantern orchard bicycle"
NEW = "velvet harbour pumpkin"


@pytest.fixture
def house(database: Path) -> None:
    """A house that is set up. Its key is made first, as a start of the application does."""
    keys.derived("throttle")
    with work() as session:
        make.partnership(session)


@pytest.fixture
def ann(house: None) -> t.Person:
    """Somebody with a password."""
    with work() as session:
        return make.person(session, Role.COORDINATOR, email="ann@example.org", password=passwords.kept(PASSWORD))


@pytest.fixture
def visitor(house: None) -> Visitor:
    return _visitor()


def _visitor(address: str = "192.0.2.1") -> Visitor:
    return Visitor(lambda: Starlette(routes=entrance.ROUTES), address=address)


def _signs_in(visitor: Visitor, password: str = PASSWORD, to: str = "", **headers: str) -> Reply:
    return visitor.post("/sign-in", {"email": "ann@example.org", "password": password, "next": to}, **headers)


def _is_in(visitor: Visitor) -> bool:
    with reading() as session:
        return who(session, visitor.cookies.get("maap", ""), now()).state is SessionState.OPEN


def _deeds() -> list[str]:
    with reading() as session:
        return list(session.exec(select(t.TrailEntry.deed)))


def _tries_happened_earlier(by: timedelta) -> None:
    """Let time pass."""
    with work() as session:
        for attempt in session.exec(select(t.Attempt)):
            attempt.at -= by
            session.add(attempt)


def _link(person: t.Person, lasts: timedelta = timedelta(hours=1)) -> str:
    with work() as session:
        return "/join/" + make_link(session, person.id or 0, "reset", now() + lasts)


def test_the_right_password_opens_a_session(visitor: Visitor, ann: t.Person) -> None:
    reply = _signs_in(visitor)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    assert _is_in(visitor)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor, ann: t.Person) -> None:
    cookie = _signs_in(visitor).cookies["maap"]
    assert cookie["httponly"] and cookie["samesite"] == "strict" and cookie["path"] == "/"


def test_over_https_the_cookie_is_bound_to_the_host(
    visitor: Visitor, ann: t.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "https", True)
    cookie = _signs_in(visitor).cookies["__Host-maap"]
    assert cookie["secure"] and not cookie["domain"]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor: Visitor, ann: t.Person) -> None:
    wrong = _signs_in(visitor, "not the right words")
    unknown = visitor.post("/sign-in", {"email": "bob@example.org", "password": PASSWORD, "next": ""})
    assert wrong.status == unknown.status == 400
    assert wrong.text.replace("ann@", "bob@") == unknown.text
    assert not _is_in(visitor)


def test_what_was_typed_is_shown_again_harmless_and_without_the_password(visitor: Visitor) -> None:
    reply = visitor.post("/sign-in", {"email": '"><script>x</script>', "password": "hunter2hunter2", "next": ""})
    assert "&lt;script&gt;" in reply.text and "<script>x" not in reply.text
    assert "hunter2hunter2" not in reply.text


def test_somebody_who_left_cannot_sign_in(visitor: Visitor, ann: t.Person) -> None:
    with work() as session:
        session.get_one(t.Person, ann.id).active = False
    assert _signs_in(visitor).status == 400


def test_never_more_than_ten_passwords_are_checked_for_an_account_in_five_minutes(
    ann: t.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(entrance.passwords, "fits", lambda password, _stored: checked.append(password) or False)
    for n in range(40):
        _signs_in(_visitor(f"192.0.2.{n}"), f"guess number {n}")
        _tries_happened_earlier(timedelta(seconds=7))
    assert len(checked) == MOST_TRIES


def test_many_guesses_at_once_do_not_slip_through_together(ann: t.Person, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    together = threading.Barrier(2 * MOST_TRIES)

    def fits(password: str, _stored: str) -> bool:
        checked.append(password)
        time.sleep(0.2)  # as long as a real check, so that the others arrive meanwhile
        return False

    monkeypatch.setattr(entrance.passwords, "fits", fits)

    def guess(n: int) -> None:
        together.wait()
        _signs_in(_visitor(f"192.0.2.{n}"), f"guess number {n}")

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(2 * MOST_TRIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(checked) <= MOST_TRIES


def test_after_five_failures_one_waits_longer_and_longer(
    visitor: Visitor, ann: t.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    this_moment = now()
    monkeypatch.setattr(entrance, "now", lambda: this_moment)
    for _ in range(5):
        assert "not right" in _signs_in(visitor, "not the right words").text
    assert "Wait 1 second before" in _signs_in(visitor).text
    _tries_happened_earlier(timedelta(seconds=2))
    assert _signs_in(visitor).status == 303


def test_the_throttle_lets_go_after_five_minutes(visitor: Visitor, ann: t.Person) -> None:
    first = now() - timedelta(minutes=4)
    with work() as session:
        for n in range(MOST_TRIES):
            entrance.signin.begin_try(session, "ann@example.org", "192.0.2.9", first + n * timedelta(seconds=20))
    assert "too many tries" in _signs_in(visitor).text
    _tries_happened_earlier(timedelta(minutes=5))
    assert _signs_in(visitor).status == 303


def test_signing_in_often_is_no_guessing(visitor: Visitor, ann: t.Person) -> None:
    assert [_signs_in(visitor).status for _ in range(7)] == [303] * 7


def test_a_try_that_succeeds_leaves_earlier_failures_counted(visitor: Visitor, ann: t.Person) -> None:
    for _ in range(3):
        _signs_in(visitor, "not the right words")
    _signs_in(visitor)
    with reading() as session:
        assert session.exec(select(func.count()).select_from(t.Attempt)).one() == 3 * 2


def test_a_refused_sign_in_leaves_a_line_without_the_address(visitor: Visitor, ann: t.Person) -> None:
    _signs_in(visitor, "not the right words")
    assert _deeds() == ["refused a sign-in"]
    with reading() as session:
        assert "ann" not in str(session.exec(select(t.TrailEntry)).one().model_dump())


def test_the_last_try_before_somebody_is_held_up_leaves_a_line_of_its_own(visitor: Visitor, ann: t.Person) -> None:
    for _ in range(MOST_TRIES + 2):
        _signs_in(visitor, "not the right words")
        _tries_happened_earlier(timedelta(seconds=20))
    assert _deeds() == ["refused a sign-in"] * MOST_TRIES + ["held up a sign-in after too many tries"]


def test_looking_at_the_sign_in_page_tries_nothing(visitor: Visitor) -> None:
    for method in ("GET", "HEAD"):
        assert visitor.get("/sign-in", method).status == 200
    assert _deeds() == []


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:9999", "http://localhost:8501.evil"]
)
def test_a_form_from_another_site_is_refused(
    visitor: Visitor, ann: t.Person, origin: str, caplog: pytest.LogCaptureFixture
) -> None:
    reply = _signs_in(visitor, origin=origin)
    assert "a form from another site was refused" in caplog.text
    assert reply.status == 400 and "another site" in reply.text
    assert not _is_in(visitor)


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/\t/e",
    ],
)
def test_after_sign_in_one_never_lands_on_another_site(visitor: Visitor, ann: t.Person, to: str) -> None:
    location = _signs_in(visitor, to=to).headers["location"]
    assert location.startswith("/") and not location.startswith(("//", "/\\", "/\t"))
    assert "evil" not in location


def test_after_sign_in_one_lands_where_one_wanted_to_go(visitor: Visitor, ann: t.Person) -> None:
    assert _signs_in(visitor, to="/audit?audit=3").headers["location"] == "/audit?audit=3"


def test_a_token_that_somebody_put_into_the_browser_is_not_taken_up_by_signing_in(
    visitor: Visitor, ann: t.Person
) -> None:
    planted = "A" * 43
    visitor.cookies["maap"] = planted
    _signs_in(visitor)
    assert visitor.cookies["maap"] != planted and _is_in(visitor)
    thief = _visitor()
    thief.cookies["maap"] = planted
    assert not _is_in(thief)


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor, ann: t.Person) -> None:
    _signs_in(visitor)
    stolen = _visitor()
    stolen.cookies = dict(visitor.cookies)
    assert visitor.get("/sign-out").headers["location"] == "/" and _is_in(stolen)
    reply = visitor.post("/sign-out", {})
    assert reply.headers["location"] == "/sign-in" and reply.cookies["maap"]["max-age"] == "0"
    assert reply.headers["clear-site-data"] == '"storage"'
    assert not _is_in(stolen)
    assert _deeds() == ["signed in", "signed out"]


def test_another_site_signs_nobody_out(visitor: Visitor, ann: t.Person) -> None:
    _signs_in(visitor)
    reply = visitor.post("/sign-out", {}, origin="https://evil.example")
    assert reply.status == 403 and "another site" in reply.text
    assert _is_in(visitor)


def test_a_password_of_years_ago_still_signs_in_and_nobody_is_told_to_change_it(
    visitor: Visitor, ann: t.Person
) -> None:
    with work() as session:
        session.get_one(t.Person, ann.id).created_at -= timedelta(days=3 * 365)
    assert _signs_in(visitor).headers["location"] == "/"


def test_opening_a_one_time_link_never_spends_it(visitor: Visitor, ann: t.Person) -> None:
    address = _link(ann)
    for method in ("GET", "HEAD", "GET", "GET"):
        assert visitor.get(address, method).status == 200
    assert visitor.post(address, {"password": NEW, "again": NEW}).status == 303
    assert _is_in(visitor)


def test_a_one_time_link_works_once(visitor: Visitor, ann: t.Person) -> None:
    address = _link(ann)
    visitor.post(address, {"password": NEW, "again": NEW})
    other = _visitor()
    assert other.post(address, {"password": "copper window sailing", "again": "copper window sailing"}).status == 410
    assert other.get(address).status == 410
    assert not _is_in(other)


def test_of_many_who_send_the_same_link_at_once_one_succeeds(ann: t.Person) -> None:
    address, replies, together = _link(ann), [], threading.Barrier(6)

    def send() -> None:
        together.wait()
        replies.append(_visitor().post(address, {"password": NEW, "again": NEW}).status)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(replies) == [303] + [410] * 5


def test_a_new_password_ends_every_other_session_and_the_old_password(visitor: Visitor, ann: t.Person) -> None:
    _signs_in(visitor)
    _visitor().post(_link(ann), {"password": NEW, "again": NEW})
    assert not _is_in(visitor)
    assert _signs_in(visitor).status == 400
    assert _signs_in(visitor, NEW).status == 303


def test_a_new_password_by_a_link_does_not_get_around_the_second_factor(visitor: Visitor, ann: t.Person) -> None:
    actor = make.actor(ann, Role.COORDINATOR, now=now())
    with work() as session:
        secret = second_factor.begin(session, actor)
    with work() as session:
        codes = second_factor.confirm(session, actor, pyotp.TOTP(secret).at(int(actor.now.timestamp())))
    reply = visitor.post(_link(ann), {"password": NEW, "again": NEW})
    assert (reply.status, reply.headers["location"]) == (303, "/sign-in/code")
    assert not _is_in(visitor)
    assert visitor.post("/sign-in/code", {"code": codes[0]}).status == 303
    assert _is_in(visitor)


def test_a_link_for_one_sign_in_does_not_get_around_it_either(visitor: Visitor, ann: t.Person) -> None:
    actor = make.actor(ann, Role.COORDINATOR, now=now())
    with work() as session:
        secret = second_factor.begin(session, actor)
    with work() as session:
        second_factor.confirm(session, actor, pyotp.TOTP(secret).at(int(actor.now.timestamp())))
        link = make_link(session, ann.id or 0, SIGN_IN_LINK, now() + timedelta(hours=1))
    reply = visitor.post("/join/" + link, {})
    assert (reply.status, reply.headers["location"]) == (303, "/sign-in/code")
    assert not _is_in(visitor)


@pytest.mark.parametrize(
    "password, again, sentence",
    [
        (NEW, NEW + "s", "not the same"),
        ("short", "short", "at least 12"),
        ("password1234", "password1234", "common"),
        ("ann@example.org", "ann@example.org", "common"),
    ],
)
def test_a_password_that_is_refused_spends_nothing(
    visitor: Visitor, ann: t.Person, password: str, again: str, sentence: str
) -> None:
    address = _link(ann)
    reply = visitor.post(address, {"password": password, "again": again})
    assert reply.status == 400 and sentence in reply.text
    assert visitor.post(address, {"password": NEW, "again": NEW}).status == 303


def test_a_link_that_has_expired_or_was_made_up_opens_nothing(visitor: Visitor, ann: t.Person) -> None:
    for address in (_link(ann, timedelta(seconds=-1)), "/join/" + "A" * 43):
        assert visitor.get(address).status == 410
        assert visitor.post(address, {"password": NEW, "again": NEW}).status == 410


def test_the_earlier_link_stops_working_when_another_is_made(visitor: Visitor, ann: t.Person) -> None:
    earlier, later = _link(ann), _link(ann)
    assert visitor.get(earlier).status == 410
    assert visitor.get(later).status == 200


def test_a_link_is_not_taken_up_from_another_site(visitor: Visitor, ann: t.Person) -> None:
    address = _link(ann)
    assert visitor.post(address, {"password": NEW, "again": NEW}, origin="http://evil.example").status == 400
    assert visitor.get(address).status == 200


def _start(**different: str) -> dict[str, str]:
    typed = {
        "code": start.setup_code(),
        "partnership": "Example Partnership",
        "short_name": "EP",
        "name": "Amina Shah",
        "email": "Amina@Example.org",
        "password": PASSWORD,
        "again": PASSWORD,
        "coordinates": "yes",
        "content": "empty",
    }
    return typed | different


@pytest.fixture
def newcomer(database: Path) -> Visitor:
    """A visitor of an empty house."""
    return _visitor()


def test_an_empty_house_leads_to_its_set_up(newcomer: Visitor) -> None:
    assert newcomer.get("/sign-in").headers["location"] == "/start"
    assert newcomer.get("/start").status == 200


def test_every_process_of_a_house_has_the_same_set_up_code_and_another_house_has_not() -> None:
    """Nobody can tell which of several answers: with a code for each, the right one was refused at the other."""
    codes = []
    for secret in (b"k" * 32, b"k" * 32, b"l" * 32):
        with keys.using(secret):
            codes.append(start.setup_code())
    assert codes[0] == codes[1] != codes[2] and re.fullmatch(r"[0-9A-F]{4}(-[0-9A-F]{4}){2}", codes[0])


@pytest.mark.parametrize("embedded", [True, False])
def test_the_sheet_does_not_call_a_database_encrypted_that_is_another_servers(house: None, embedded: bool) -> None:
    told = page("ready.html", sheet="0011", place="/key", embedded=embedded).body
    assert (b"The database is encrypted" in told) is embedded and b"nobody can make the key again" in told


def test_setting_up_makes_an_administrator_who_is_signed_in(newcomer: Visitor) -> None:
    assert newcomer.post("/start", _start()).status == 200
    assert _is_in(newcomer)
    with reading() as session:
        person = session.exec(select(t.Person)).one()
        roles = set(session.exec(select(t.Appointment.role)))
        assert session.exec(select(func.count()).select_from(t.Agency)).one() > 20
    assert person.email == "amina@example.org" and roles == {"administrator", "coordinator"}


@pytest.mark.parametrize(
    "different, sentence",
    [
        ({"code": "0000-0000-0000"}, "set-up code is not right"),
        ({"again": "something else"}, "not the same"),
        ({"email": "amina"}, "e-mail address like"),
        ({"name": "  "}, "Enter your name"),
        ({"short_name": "x" * 21}, "at most 20"),
        ({"password": "password1234", "again": "password1234"}, "common"),
    ],
)
def test_a_set_up_that_is_refused_stores_nothing_and_keeps_what_was_typed(
    newcomer: Visitor, different: dict[str, str], sentence: str
) -> None:
    reply = newcomer.post("/start", _start(**({"partnership": "Partnership of Exampleshire"} | different)))
    assert reply.status == 400 and sentence in reply.text
    assert "Partnership of Exampleshire" in reply.text
    with reading() as session:
        assert session.get(t.Partnership, 1) is None
        assert session.exec(select(t.Person)).first() is None


def test_a_house_is_set_up_once(visitor: Visitor) -> None:
    assert visitor.get("/start").headers["location"] == "/sign-in"
    assert visitor.post("/start", _start(name="Mallory")).headers["location"] == "/sign-in"
    with reading() as session:
        assert session.exec(select(t.Person)).first() is None


def test_health_says_whether_the_database_answers(visitor: Visitor) -> None:
    assert visitor.get("/health").text == "ok"
