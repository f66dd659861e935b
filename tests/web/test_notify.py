"""GOV.UK Notify, played by a server of the tests that speaks its interface and checks each token's signature."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from maap.outside.mail import NotCarried, Notify, Post
from maap.settings import Settings

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
LETTER = Post("mark-1", "Ann", "ann@example.org", "Your return is due", "It is due on 3 March 2026.")


@dataclass
class Played:
    """The service: what it was given, and what it answers instead of success."""

    got: list[dict[str, object]] = field(default_factory=list)
    refuses: int = 0
    address: str = ""

    def status(self, authorization: str, body: dict[str, object]) -> int:
        """As the real one: 403 for a wrong token, 400 for a wrong letter, 201 when it is taken."""
        try:
            token = jwt.decode(authorization.removeprefix("Bearer "), OctKey.import_key(SECRET), algorithms=["HS256"])
        except (JoseError, ValueError):
            return 403
        age = abs(datetime.now(UTC).timestamp() - float(token.claims["iat"]))
        if token.claims["iss"] != SERVICE or age > 30:
            return 403
        if self.refuses:
            return self.refuses
        if body.get("template_id") != TEMPLATE or set(body["personalisation"]) != {"subject", "body"}:  # type: ignore[call-overload]
            return 400
        self.got.append(body)
        return 201


@pytest.fixture
def service() -> Iterator[Played]:
    played = Played()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = played.status(self.headers.get("Authorization", ""), body)
            if self.path != "/v2/notifications/email":
                status = 404
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_told: object) -> None:
            """Nothing on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    played.address = f"http://127.0.0.1:{server.server_port}/v2/notifications/email"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield played
    server.shutdown()
    server.server_close()
    thread.join()


def _notify(service: Played, folder: Path, secret: str = SECRET) -> Notify:
    (folder / "key").write_text(f"the_house-{SERVICE}-{secret}\n")
    return Notify(Settings(notify_key_file=folder / "key", notify_template=TEMPLATE), service.address)


def test_a_letter_is_handed_over_with_a_signature_that_holds(service: Played, tmp_path: Path) -> None:
    assert _notify(service, tmp_path).carry(LETTER) == "handed to GOV.UK Notify"
    assert service.got == [
        {
            "email_address": LETTER.address,
            "template_id": TEMPLATE,
            "personalisation": {"subject": LETTER.subject, "body": LETTER.body},
            "reference": LETTER.mark,
        }
    ]


def test_a_letter_signed_with_another_key_is_refused_and_may_be_tried_again(service: Played, tmp_path: Path) -> None:
    with pytest.raises(NotCarried, match=r"refused the letter \(403\)") as refused:
        _notify(service, tmp_path, SECRET[::-1]).carry(LETTER)
    assert not refused.value.for_good and service.got == []


@pytest.mark.parametrize(("status", "for_good"), [(400, True), (429, False), (500, False)])
def test_only_a_letter_that_does_not_fit_is_given_up_at_once(
    service: Played, tmp_path: Path, status: int, for_good: bool
) -> None:
    service.refuses = status
    with pytest.raises(NotCarried) as refused:
        _notify(service, tmp_path).carry(LETTER)
    assert refused.value.for_good is for_good


def test_a_service_that_does_not_answer_is_a_sentence_without_the_key(service: Played, tmp_path: Path) -> None:
    service.address = "http://127.0.0.1:9/v2/notifications/email"
    with pytest.raises(NotCarried, match="did not answer") as refused:
        _notify(service, tmp_path).carry(LETTER)
    assert SECRET not in str(refused.value)
