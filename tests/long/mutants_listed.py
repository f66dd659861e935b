"""Which modules are put to the proof by `tests.long.mutants`, by which tests, and which faults are none."""

MODULES: dict[str, tuple[str, ...]] = {
    "maap.access": ("tests/access", "tests/storage/test_refused.py"),
    "maap.domain.people": ("tests/domain/test_people.py", "tests/access"),
    "maap.domain.disclosure": ("tests/domain/test_disclosure.py",),
    "maap.domain.rounding": (
        "tests/domain/test_rounding.py",
        "tests/domain/test_shared_sides.py",
        "tests/attack/test_hidden_rows.py",
    ),
    "maap.domain.guessing": (
        "tests/domain/test_guessing.py",
        "tests/domain/test_rounding.py",
        "tests/attack/test_hidden_rows.py",
    ),
    "maap.views.enough": ("tests/views/test_enough.py", "tests/views/test_results.py"),
    "maap.views.figures_shown": ("tests/views/test_figures_shown.py", "tests/views/test_trends.py"),
    "maap.storage.trail": ("tests/storage/test_trail_lines.py", "tests/storage/test_trail.py"),
    "maap.storage.trail_values": ("tests/storage/test_sealed_values.py",),
    "maap.usecases.answering": ("tests/usecases/test_answering.py",),
    "maap.storage.answers": (
        "tests/storage/test_kept_answers.py",
        "tests/usecases/test_answering.py",
        "tests/storage/test_concurrent_edits.py",
    ),
    "maap.storage.answer_rows": (
        "tests/storage/test_kept_answers.py",
        "tests/usecases/test_answering.py",
        "tests/usecases/test_versions.py",
    ),
    "maap.domain.giving": ("tests/domain/test_giving.py", "tests/usecases/test_answering.py"),
    "maap.domain.engine": (
        "tests/domain/test_way_through.py",
        "tests/domain/test_engine.py",
    ),
}
"""Authorisation, hidden figures, the trail, saving. A module's own tests come first; none needs a browser."""

_THE_SAME_STATEMENT = "the statement that the database gets is the same: SQLAlchemy works the rest out from the columns"
_THE_SAME_ROW = "nobody's agency is 0 and nobody's is null: neither finds a row"
_THE_COLUMNS_OWN = "where it is not said, the column's own value is stored, which is the same"
_READ_BY_PLACE = "these columns are read by their place, never by their name"
_ONLY_A_KEY = "the order only makes the cache's key the same for the same roles; what is found is the same"
_SAID_ABOVE = "what it leaves out is what Python does anyway"
_FEWER_AT_ONCE = "how many rows are fetched at a time: the same rows in the end"
_NOT_USED = "beside an empty seal the line's number is not looked at"
_NOBODY_WRITES_IT = "nobody gives a row another value; it is frozen so that nobody does by mistake"
_STORED_ROWS = "every row that is looked at is stored and has an id; for the type checker"
_NOT_COUNTED = "an answer beyond those that are asked does not count, so it is not said either"
_FIRST_ROW = "the first row is taken, however many the database has ready"
_WRITTEN_BY_APPEND = "both are written when the line is chained to the last one"
_A_NAME = "a name within the statement: the database needs one, whichever it is"
_A_WIDER_NET = "it only says where to look: with more to look at, `tellable` decides the same"
_AS_MANY = (
    "both are made of the same snapshots or parts, so there are as many; it is there for whoever changes one of them"
)
_ONLY_QUICKER = "what is left out is asked at another time or in another round: the ranges end the same"
_NEVER_WORDS = "the two are only told apart, never read, stored or shown"

EQUIVALENT: dict[str, dict[str, str]] = {
    "maap.access": {
        "module: bindparam('person', type_=Integer) → bindparam('person')": _THE_SAME_STATEMENT,
        "module: bindparam('agency', type_=Integer) → bindparam('agency')": _THE_SAME_STATEMENT,
        "module: bindparam('audit', type_=Integer) → bindparam('audit')": _THE_SAME_STATEMENT,
        "module: bindparam('return', type_=Integer) → bindparam('return')": _THE_SAME_STATEMENT,
        "_reach: exists(select(col(taking_part.id)).where(takes_part).correlate(Audit)) → "
        "exists(select(col(taking_part.id)).where(takes_part))": _THE_SAME_STATEMENT,
        "_reach: exists(select(col(named.id)).where(is_named).correlate(Audit)) → "
        "exists(select(col(named.id)).where(is_named))": _THE_SAME_STATEMENT,
        "_reach: on_panel = exists(select(col(sitting.id)).where(sits).correlate(Audit)) → "
        "on_panel = exists(select(col(sitting.id)).where(sits))": _THE_SAME_STATEMENT,
        "_seats: reaches = [_reach()[role].label(f'as_{i}') for i, role in enumerate(roles)] → "
        "reaches = [_reach()[role].label('') for i, role in enumerate(roles)]": _READ_BY_PLACE,
        "_who: return {'person': actor.person_id, 'agency': actor.agency_id or 0} → "
        "return {'person': actor.person_id, 'agency': actor.agency_id}": _THE_SAME_ROW,
        "_seated: (role for role, reached in zip(roles, reaches, strict=False) if reached) → "
        "(role for role, reached in zip(roles, reaches) if reached)": _SAID_ABOVE,
        "seat: roles = tuple(sorted(actor.roles)) → roles = tuple(list(actor.roles))": _ONLY_A_KEY,
        "return_seat: roles = tuple(sorted(actor.roles)) → roles = tuple(list(actor.roles))": _ONLY_A_KEY,
        "return_seat: if found is None or place is None: raise NotYours('return', return_id) → "
        "if place is None: raise NotYours('return', return_id)": "nobody has a place where nothing was found; for the type checker",
    },
    "maap.domain.disclosure": {
        "Audience: INSIDE = 'inside' → INSIDE = ''": _NEVER_WORDS,
        "Audience: PARTNERSHIP = 'partnership' → PARTNERSHIP = ''": _NEVER_WORDS,
    },
    "maap.domain.rounding": {
        "in_words: return 'a few' if n is None and of and (of >= _FEW_FROM) else 'some' → "
        "return 'a few' if of and of >= _FEW_FROM else 'some'": "where there is a total, it is the part that is hidden",
        "Line: model_config = ConfigDict(frozen=True) → model_config = ConfigDict()": _NOBODY_WRITES_IT,
        "Line: model_config = ConfigDict(frozen=True) → model_config = ConfigDict(frozen=False)": _NOBODY_WRITES_IT,
    },
    "maap.storage.trail_values": {
        "value_faults: …(AnswerVersion.id)).execution_options(yield_per=500)… → …(AnswerVersion.id)).execution_options()…": _FEWER_AT_ONCE,
        "value_faults: …!= '').order_by(col(AnswerVersion.id)).execution_options(yield_per=500)… → …!= '').order_by(col(AnswerVersion.id))…": _FEWER_AT_ONCE,
        "value_faults: yield_per=500 → yield_per=501": _FEWER_AT_ONCE,
        "value_faults: said.pop((answer.return_id, answer.question_id, version.revision), (0, '')) → said.pop((answer.return_id, answer.question_id, version.revision), (1, ''))": _NOT_USED,
        "_said: select(TrailEntry).where(col(TrailEntry.deed).in_(_OF_ANSWERS), col(TrailEntry.about).startswith('return ')).execution_options(yield_per=500) → select(TrailEntry).where(col(TrailEntry.deed).in_(_OF_ANSWERS), col(TrailEntry.about).startswith('return ')).execution_options()": _FEWER_AT_ONCE,
        "_said: select(TrailEntry).where(col(TrailEntry.deed).in_(_OF_ANSWERS), col(TrailEntry.about).startswith('return ')).execution_options(yield_per=500) → select(TrailEntry).where(col(TrailEntry.deed).in_(_OF_ANSWERS), col(TrailEntry.about).startswith('return '))": _FEWER_AT_ONCE,
        "_said: yield_per=500 → yield_per=501": _FEWER_AT_ONCE,
        "_said: found[key] = (entry.id or 0, str(detail[AFTER])) → found[key] = (entry.id, str(detail[AFTER]))": _STORED_ROWS,
        "_said: found[key] = (entry.id or 0, str(detail[AFTER])) → found[key] = (entry.id or 1, str(detail[AFTER]))": _STORED_ROWS,
    },
    "maap.storage.answers": {
        "open_pad: session.refresh(audit, ['form_digest']) → session.refresh(audit, [])": "more is read anew, that too",
        "read_pad: answer_rows.rows_of(session, row.id or 0) → answer_rows.rows_of(session, row.id)": _STORED_ROWS,
        "read_pad: answer_rows.rows_of(session, row.id or 0) → answer_rows.rows_of(session, row.id or 1)": _STORED_ROWS,
        "_compared: AnswerRow(given.question_id, pad.row.id or 0) → AnswerRow(given.question_id, pad.row.id)": _STORED_ROWS,
        "_compared: AnswerRow(given.question_id, pad.row.id or 0) → AnswerRow(given.question_id, pad.row.id or 1)": _STORED_ROWS,
        "_touched: session.flush() → pass": "what waits is stored with the line of the trail, and is not written over",
    },
    "maap.storage.answer_rows": {
        "AnswerRow: counted: bool = True → counted: bool = False": "an answer is counted anew before it is stored",
        "keep: {'return_id': row.return_id, 'question_id': row.question_id, 'evidence': ''} → "
        "{'return_id': row.return_id, 'question_id': row.question_id}": _THE_COLUMNS_OWN,
        "keep: {'return_id': row.return_id, 'question_id': row.question_id, 'evidence': ''} → "
        "{'return_id': row.return_id, 'question_id': row.question_id, '': ''}": _THE_COLUMNS_OWN,
        "keep: inside.execute(_version(), {'answer_id': row.id, 'evidence': '', **saved}) → "
        "inside.execute(_version(), {'answer_id': row.id, **saved})": _THE_COLUMNS_OWN,
        "keep: inside.execute(_version(), {'answer_id': row.id, 'evidence': '', **saved}) → "
        "inside.execute(_version(), {'answer_id': row.id, '': '', **saved})": _THE_COLUMNS_OWN,
        "_now_called: its.key.in_(bindparam('its_keys', expanding=True)) → "
        "its.key.in_(bindparam('its_keys'))": _THE_SAME_STATEMENT,
        "_now_called: its.key.in_(bindparam('its_keys', expanding=True)) → "
        "its.key.in_(bindparam('its_keys', expanding=False))": _THE_SAME_STATEMENT,
    },
    "maap.domain.engine": {
        "check: value is None or not (question.constraint or any((child.constraint for child in constrained))) → "
        "value is None": "without a rule the walk finds none to break: it is left out because it takes time",
        "wording: return with_answers(text, answer) if '${' in text else text → "
        "return with_answers(text, answer) if '' in text else text": "a text without an answer to bring in stays as it is",
        "_each: times = taken.times.get(questionnaire.section_of(question_id).id, 0) → "
        "times = taken.times.get(questionnaire.section_of(question_id).id, 1)": _NOT_COUNTED,
        "_each: return [numbered(question_id, number) for number in range(1, times + 1)] → "
        "return [numbered(question_id, number) for number in range(1, times + 2)]": _NOT_COUNTED,
    },
    "maap.storage.trail": {
        "faults: select(TrailEntry).order_by(col(TrailEntry.id)).execution_options(yield_per=500) → "
        "select(TrailEntry).order_by(col(TrailEntry.id)).execution_options()": _FEWER_AT_ONCE,
        "faults: yield_per=500 → yield_per=501": _FEWER_AT_ONCE,
        "head_at: select(TrailEntry.hash).order_by(col(TrailEntry.id)).offset(max(0, lines - 1)).limit(1) → select(TrailEntry.hash).order_by(col(TrailEntry.id)).offset(max(0, lines - 1))": _FIRST_ROW,
        "head_at: 1 → 2": _FIRST_ROW,
        "mark_faults: told = re.sub('\\\\s', '', found[2]).lower() if found else '' → told = re.sub('\\\\s', '', found[2]).lower() if found else 'something else'": "what is no mark has no 64 letters either",
        "mark_faults: not found or len(told) != 64 → len(told) != 64": "what is no mark has no 64 letters either",
        "record: …eed=deed, about=about, detail=detail, prev='', hash='')… → …eed=deed, about=about, detail=detail, hash='')…": _WRITTEN_BY_APPEND,
        "record: prev='' → prev='something else'": _WRITTEN_BY_APPEND,
        "record: hash='' → hash='something else'": _WRITTEN_BY_APPEND,
        "record_by_the_house: TrailEntry(at=at, capacity='the application', deed=deed, detail=detail, prev='', hash='') → TrailEntry(at=at, capacity='the application', deed=deed, detail=detail, hash='')": _WRITTEN_BY_APPEND,
        "record_by_the_house: TrailEntry(at=at, capacity='the application', deed=deed, detail=detail, prev='', hash='') → TrailEntry(at=at, capacity='the application', deed=deed, detail=detail, prev='')": _WRITTEN_BY_APPEND,
        "record_by_the_house: prev='' → prev='something else'": _WRITTEN_BY_APPEND,
        "record_by_the_house: hash='' → hash='something else'": _WRITTEN_BY_APPEND,
        "_last: return sa_select(_LINES.c.hash).order_by(_LINES.c.id.desc()).limit(1) → "
        "return sa_select(_LINES.c.hash).order_by(_LINES.c.id.desc())": _FIRST_ROW,
    },
    "maap.domain.guessing": {
        **{
            f"{place}: {fault} → {fault.replace(', strict=True', instead)}": _AS_MANY
            for place, fault in (
                ("ranges", "for at, row in zip(*_that_fit(chain), strict=True): found[at] = row"),
                ("_narrowed", "[_summed(row, seen.total) for row, seen in zip(found, chain, strict=True)]"),
                ("_before_and_after", "both = list(zip(earlier, later, strict=True))"),
                ("_before_and_after", "for (a, b), own in zip(both, least, strict=True)"),
                ("gives_away", "for seen, row in zip(chain, ranges(chain), strict=True)"),
            )
            for instead in ("", ", strict=False")
        },
        "_narrowed: compared = _compared(len(chain), chain[0].width if chain else 0) → compared = _compared(len(chain), chain[0].width if chain else 1)": "without a snapshot nothing is compared",
        "_compared: return [*neighbours, *reversed(neighbours)] → return [*reversed(neighbours)]": _ONLY_QUICKER,
        "_compared: return [*neighbours, *reversed(neighbours)] → return [*neighbours]": _ONLY_QUICKER,
        "_compared: if width > 2: return list(combinations(range(snapshots), 2)) → if width >= 2: return list(combinations(range(snapshots), 2))": _ONLY_QUICKER,
        "_too_well: return False → return None": "it is only asked whether it is so",
    },
    "maap.views.enough": {
        "a_few_can_be_told: named & (source.agency_id != (place.actor.agency_id or 0)) → named & (source.agency_id != place.actor.agency_id)": _THE_SAME_ROW,
        "a_few_can_be_told: session.execute(select(source.domain).where(others).limit(1)).first() → session.execute(select(source.domain).where(others)).first()": _FIRST_ROW,
        "a_few_can_be_told: session.execute(select(source.domain).where(others).limit(1)).first() → session.execute(select(source.domain).where(others).limit(2)).first()": _FIRST_ROW,
        "_domains: source.agency_id != (place.actor.agency_id or 0) → source.agency_id != place.actor.agency_id": _THE_SAME_ROW,
    },
    "maap.views.figures_shown": {
        "_close_to_all: …nswered_by.c.domain == said.c.domain)).where(said.c.n > answered_by.c.n - 2 * answered_by.c.most)… → …nswered_by.c.domain == said.c.domain))…": _A_WIDER_NET,
        "_close_to_all: select(said.c.audit_id, said.c.domain).join(answered_by, and_(answered_by.c.audit_id == said.c.audit_id, answered_by.c.domain == said.c.domain)) → select(said.c.audit_id, said.c.domain)": _A_WIDER_NET,
        "_close_to_all: and_(answered_by.c.audit_id == said.c.audit_id, answered_by.c.domain == said.c.domain) → or_(answered_by.c.audit_id == said.c.audit_id, answered_by.c.domain == said.c.domain)": _A_WIDER_NET,
        "_close_to_all: said.c.n > answered_by.c.n - 2 * answered_by.c.most → said.c.n >= answered_by.c.n - 2 * answered_by.c.most": _A_WIDER_NET,
        "_close_to_all: said.c.n > answered_by.c.n - 2 * answered_by.c.most → said.c.n > answered_by.c.n - 3 * answered_by.c.most": _A_WIDER_NET,
        "_of_the_team: return frozenset((audit.id or 0 for audit in found)) → "
        "return frozenset((audit.id for audit in found))": _STORED_ROWS,
        "_of_the_team: return frozenset((audit.id or 0 for audit in found)) → "
        "return frozenset((audit.id or 1 for audit in found))": _STORED_ROWS,
        "_nobody_is_left_over: restricted = sorted(whole.restricted(Themes)) if whole is not None else [] → "
        "restricted = list(whole.restricted(Themes)) if whole is not None else []": "it is looked into only where it is one",
        "shown: other.c.agency_id != (actor.agency_id or 0) → other.c.agency_id != actor.agency_id": _THE_SAME_ROW,
        "closed_audits: {audit.id or 0: audit for audit in found if audit.stage == Stage.CLOSED} → "
        "{audit.id: audit for audit in found if audit.stage == Stage.CLOSED}": _STORED_ROWS,
        "closed_audits: {audit.id or 0: audit for audit in found if audit.stage == Stage.CLOSED} → "
        "{audit.id or 1: audit for audit in found if audit.stage == Stage.CLOSED}": _STORED_ROWS,
        "shown: other = Figure.__table__.alias('other') → other = Figure.__table__.alias('')": _A_NAME,
        "_close_to_all: source = Figure.__table__.alias('said') → source = Figure.__table__.alias('')": _A_NAME,
        "_close_to_all: asked = (source.c.measure == measure) & source.c.audit_id.in_(audits) → "
        "asked = source.c.measure == measure": "it also keeps back figures of audits that are not asked for",
    },
}
"""Faults that nobody could see, by module and name, each with the reason. One that is seen all the same is an error."""
