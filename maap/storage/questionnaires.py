"""What a questionnaire stands among: the partnership's scales, the core of a module, the version before."""

from sqlmodel import Session, col, select

from maap.domain.questionnaire import Questionnaire, Scale
from maap.storage.tables import Choice, QuestionnaireVersion


def scales_in_use(session: Session) -> tuple[Scale, ...]:
    """The partnership's scales that new questions may be graded on, in their order."""
    rows = session.exec(
        select(Choice.body).where(Choice.kind == "scale", col(Choice.active)).order_by(col(Choice.position))
    )
    return tuple(Scale.model_validate(body) for body in rows)


def newest(session: Session, key: str, before: int | None = None) -> Questionnaire | None:
    """The newest published version of a questionnaire; the newest ``before`` a version, where that is given."""
    wanted = select(QuestionnaireVersion.body).where(
        QuestionnaireVersion.key == key, col(QuestionnaireVersion.published)
    )
    if before is not None:
        wanted = wanted.where(QuestionnaireVersion.version < before)
    body = session.exec(wanted.order_by(col(QuestionnaireVersion.version).desc()).limit(1)).first()
    return None if body is None else Questionnaire.model_validate(body)


def core_of(session: Session, form: Questionnaire) -> Questionnaire | None:
    """The core that a module is added to; None for a core."""
    return newest(session, form.module_of) if form.module_of else None
