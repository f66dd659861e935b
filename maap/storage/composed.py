"""The whole questionnaire that terms of reference name: the newest published core with its modules, as it is graded."""

from sqlmodel import Session, col, select

from maap.domain.checking import problems
from maap.domain.form_difference import difference
from maap.domain.grading import graded_on, with_scales
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire, Scale
from maap.domain.terms import Terms
from maap.storage.forms import form
from maap.storage.tables import Audit, Choice, QuestionnaireVersion


def composed(session: Session, terms: Terms) -> Questionnaire:
    """The newest published core with its modules, checked as the whole that agencies will answer. Raises Problem."""
    keys = (terms.questionnaire, *terms.modules)
    versions = session.exec(
        select(QuestionnaireVersion)
        .where(col(QuestionnaireVersion.key).in_(keys), col(QuestionnaireVersion.published))
        .order_by(col(QuestionnaireVersion.version))
    )
    newest = {version.key: version for version in versions}
    whole = Questionnaire.model_validate(newest[terms.questionnaire].body)
    for key in terms.modules:
        module = Questionnaire.model_validate(newest[key].body)
        if module.module_of != whole.key:
            raise Problem(f"The module “{module.title}” does not belong to the questionnaire “{whole.title}”.")
        whole = whole.with_module(module)
    whole = _graded(session, whole, terms)
    _refuse_faults(whole)
    return whole


def _graded(session: Session, whole: Questionnaire, terms: Terms) -> Questionnaire:
    """The scales as the partnership words them now, and domains graded on the one that the terms chose."""
    rows = session.exec(select(Choice).where(Choice.kind == "scale", col(Choice.active)))
    scales = {row.key: Scale.model_validate(row.body) for row in rows}
    whole = with_scales(whole, scales)
    return graded_on(whole, scales[terms.scale]) if terms.scale in scales else whole


def _refuse_faults(whole: Questionnaire) -> None:
    faults = [found for found in problems(whole) if found.severity == "error"]
    if faults:
        listed = "\n".join(f"{found.place}: {found.message}" for found in faults[:5])
        raise Problem(f"The questionnaire cannot be answered as it is. Put this right and publish it again:\n{listed}")


def newer_version(session: Session, audit: Audit) -> Questionnaire | None:
    """What the audit's agencies would be asked now, where that differs from what the audit froze.

    Raises Problem when what is published since cannot be answered as it is.
    """
    terms = Terms.model_validate(audit.terms)
    wanted = {terms.questionnaire, *terms.modules}
    there = select(QuestionnaireVersion.key).where(
        col(QuestionnaireVersion.key).in_(wanted), col(QuestionnaireVersion.published)
    )
    if audit.questionnaire is None or not wanted <= set(session.exec(there)):
        return None
    now, newest = form(audit), composed(session, terms)
    return newest if newest.key == now.key and difference(now, newest) else None
