"""A short form for practitioners and families, opened by a one-time link and without an account."""

import anyio.to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.problems import Problem
from maap.domain.voice import LONGEST_ANSWER, NotTaken, Said, VoiceForm
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases.giving_voice import VoiceLinkGone, count_sending, hand_in_voice, voice_form
from maap.web.paper import page
from maap.web.visits import place_of, refuse_foreign, text

_NOTHING = Said()


def _gone(problem: str) -> Response:
    return page("voice_gone.html", 410, told=problem)


def _asked(form: VoiceForm, said: Said = _NOTHING, refused: Problem | None = None) -> Response:
    """The form; what was typed is still in it."""
    not_taken = refused if isinstance(refused, NotTaken) else NotTaken({})
    return page(
        "voice.html",
        400 if refused else 200,
        problem=str(refused) if refused else "",
        form=form,
        said=said,
        problems=not_taken.problems,
        asked=not_taken.asked,
        longest=LONGEST_ANSWER,
    )


def _open(token: str) -> Response:
    try:
        with reading() as session:
            form = voice_form(session, token, now())
    except VoiceLinkGone as gone:
        return _gone(str(gone))
    return _asked(form)


def _take(token: str, sent: FormData, address: str) -> Response:
    try:
        with work() as session:
            form = voice_form(session, token, now())
    except VoiceLinkGone as gone:
        return _gone(str(gone))
    said = _said(form, sent)
    try:
        with work() as session:
            count_sending(session, address, now())
        with work() as session:
            hand_in_voice(session, token, said, now())
    except VoiceLinkGone as gone:
        return _gone(str(gone))
    except Problem as problem:
        return _asked(form, said, problem)
    return page("voice_thanks.html", form=form)


def _said(form: VoiceForm, sent: FormData) -> Said:
    names = [question.id for question in form.questions]
    return Said(
        answers={name: text(sent, name).replace("\r\n", "\n")[: LONGEST_ANSWER + 1] for name in names},
        keep=frozenset(name for name in names if text(sent, f"keep-{name}")),
        may_quote=bool(text(sent, "may-quote")),
    )


async def give(request: Request) -> Response:
    """A one-time form. Opening it spends nothing; only sending it does."""
    token = request.path_params["token"]
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_open, token)
    try:
        refuse_foreign(request)
    except Problem as problem:
        return await anyio.to_thread.run_sync(_gone, str(problem))
    sent = await request.form()
    return await anyio.to_thread.run_sync(_take, token, sent, place_of(request))


ROUTES = [Route("/voice-form/{token}", give, methods=["GET", "POST"])]
