"""The fact tables and their columns, as each migration added them: data, and no statement."""

from __future__ import annotations

from functools import cache

# Every fact row's id is its seq in the ledger. `_text` columns hold the id of a row in texts.
FIRST_FACTS = {
    "appends": """
        uuid TEXT NOT NULL, command TEXT NOT NULL, recorded_at TEXT NOT NULL""",
    "forecasters": """
        forecaster_id INTEGER NOT NULL, replaces INTEGER, name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN
            ('person', 'team', 'crowd', 'model', 'publication', 'baseline')),
        aliases TEXT, retired_at TEXT, recorded_at TEXT NOT NULL""",
    "sources": """
        slug TEXT NOT NULL, title TEXT NOT NULL, author TEXT, publisher TEXT,
        date_from TEXT NOT NULL, date_to TEXT NOT NULL, date_basis TEXT, language TEXT, url TEXT,
        text_sha256 TEXT, replaces INTEGER, recorded_at TEXT NOT NULL""",
    "questions": """
        number INTEGER NOT NULL, slug TEXT NOT NULL,
        type TEXT NOT NULL CHECK (type IN
            ('binary', 'multiple_choice', 'ordinal', 'numeric', 'date')),
        follows INTEGER REFERENCES questions (id), recorded_at TEXT NOT NULL""",
    "question_revisions": """
        question_id INTEGER NOT NULL REFERENCES questions (id), revision INTEGER NOT NULL,
        title TEXT NOT NULL, criteria_text TEXT, background_text TEXT,
        opens_at TEXT NOT NULL, closes_at TEXT NOT NULL, resolves_by TEXT NOT NULL,
        timezone TEXT NOT NULL, options TEXT, range_min REAL, range_max REAL,
        open_lower INTEGER, open_upper INTEGER, zero_point REAL, bins INTEGER, levels TEXT,
        unit TEXT, topics TEXT, group_name TEXT, url TEXT, spot_at TEXT, reference_class TEXT,
        by_deadline INTEGER, retrospective INTEGER, entered_by TEXT,
        recorded_at TEXT NOT NULL, CHECK (opens_at < closes_at)""",
    "forecasts": """
        question_id INTEGER NOT NULL REFERENCES questions (id),
        revision_id INTEGER NOT NULL REFERENCES question_revisions (id),
        forecaster_id INTEGER NOT NULL REFERENCES forecasters (id),
        action TEXT NOT NULL CHECK (action IN
            ('forecast', 'reaffirmation', 'withdrawal', 'said')),
        probability REAL CHECK (probability BETWEEN 0 AND 1),
        probabilities TEXT, quantiles TEXT, cdf TEXT, family TEXT,
        typed TEXT, word TEXT, scale TEXT, low REAL, high REAL,
        rationale_text TEXT, made_at TEXT NOT NULL, expires_at TEXT,
        strikes INTEGER REFERENCES forecasts (id), source_id INTEGER REFERENCES sources (id),
        origin TEXT NOT NULL CHECK (origin IN ('typed', 'imported', 'claim')),
        entered_by TEXT, recorded_at TEXT NOT NULL""",
    "resolutions": """
        question_id INTEGER NOT NULL REFERENCES questions (id),
        status TEXT NOT NULL CHECK (status IN
            ('resolved', 'annulled', 'ambiguous', 'disputed', 'reopened')),
        outcome TEXT, happened_from TEXT, happened_to TEXT, known_at TEXT NOT NULL,
        resolver TEXT, source_url TEXT, quote_text TEXT, note_text TEXT, no_source TEXT,
        replaces INTEGER REFERENCES resolutions (id), entered_by TEXT,
        recorded_at TEXT NOT NULL, CHECK ((status = 'resolved') = (outcome IS NOT NULL))""",
    "links": """
        kind TEXT NOT NULL CHECK (kind IN ('implies', 'excludes', 'all-of', 'given',
            'earlier-deadline-of', 'within', 'same-event')),
        from_question INTEGER NOT NULL REFERENCES questions (id),
        to_question INTEGER NOT NULL REFERENCES questions (id),
        days REAL, latest_at TEXT, note_text TEXT, replaces INTEGER, recorded_at TEXT NOT NULL""",
    "evidence": """
        question_id INTEGER NOT NULL REFERENCES questions (id), forecaster_id INTEGER,
        observed_at TEXT NOT NULL, words_text TEXT, url TEXT, direction TEXT, strength REAL,
        replaces INTEGER, recorded_at TEXT NOT NULL""",
    "lessons": """
        forecaster_id INTEGER, period TEXT NOT NULL, words_text TEXT NOT NULL,
        replaces INTEGER, recorded_at TEXT NOT NULL""",
}  # fmt: skip

# What looks at an outcome a second time, and what is asked of a team for its meeting.
LIFE_CYCLE_FACTS = {
    "confirmations": """
        resolution_id INTEGER NOT NULL REFERENCES resolutions (id), confirmer TEXT NOT NULL,
        note_text TEXT, entered_by TEXT, recorded_at TEXT NOT NULL""",
    "proposals": """
        question_id INTEGER NOT NULL REFERENCES questions (id), outcome TEXT NOT NULL,
        rule TEXT NOT NULL, source_url TEXT, quote_text TEXT, content_sha256 TEXT, known_at TEXT,
        happened_from TEXT, happened_to TEXT, object_by TEXT, recorded_at TEXT NOT NULL""",
    "objections": """
        question_id INTEGER NOT NULL REFERENCES questions (id),
        proposal_id INTEGER REFERENCES proposals (id), objector TEXT NOT NULL,
        note_text TEXT NOT NULL, entered_by TEXT, recorded_at TEXT NOT NULL""",
    "rounds": """
        round_id INTEGER NOT NULL, replaces INTEGER, name TEXT NOT NULL, questions TEXT NOT NULL,
        forecasters TEXT NOT NULL, closes_at TEXT, closed_at TEXT, entered_by TEXT,
        recorded_at TEXT NOT NULL""",
}  # fmt: skip

# What a review asked and taught.
REVIEW_FACTS = {
    "reviews": """
        review_id INTEGER NOT NULL, replaces INTEGER, forecaster_id INTEGER NOT NULL,
        period TEXT NOT NULL, timezone TEXT NOT NULL, as_of_seq INTEGER NOT NULL,
        questions TEXT NOT NULL, closed_at TEXT, entered_by TEXT, recorded_at TEXT NOT NULL""",
    "answers": """
        review_id INTEGER NOT NULL REFERENCES reviews (id),
        question_id INTEGER REFERENCES questions (id), prompt TEXT NOT NULL,
        words_text TEXT NOT NULL, said_by TEXT, replaces INTEGER REFERENCES answers (id),
        entered_by TEXT, recorded_at TEXT NOT NULL""",
}  # fmt: skip

# What lets anybody check the record: heads told elsewhere, keys, signatures, what was blanked.
TRUST_FACTS = {
    "anchors": """
        seq INTEGER NOT NULL, head TEXT NOT NULL, place TEXT, entered_by TEXT,
        recorded_at TEXT NOT NULL""",
    "keys": """
        forecaster_id INTEGER NOT NULL REFERENCES forecasters (id), public_key TEXT NOT NULL,
        replaces INTEGER REFERENCES keys (id), revoked INTEGER, signature TEXT, note_text TEXT,
        entered_by TEXT, recorded_at TEXT NOT NULL""",
    "signatures": """
        fact_id INTEGER NOT NULL, key_id INTEGER NOT NULL REFERENCES keys (id),
        signature TEXT NOT NULL, recorded_at TEXT NOT NULL""",
    "redactions": """
        text_id TEXT NOT NULL, why TEXT NOT NULL, entered_by TEXT, recorded_at TEXT NOT NULL""",
}  # fmt: skip

# What was made of a published text, and what is watched meanwhile.
CLAIM_FACTS = {
    "claims": """
        source_id INTEGER NOT NULL REFERENCES sources (id), n INTEGER NOT NULL,
        sentence_text TEXT NOT NULL, hedge TEXT NOT NULL, kind TEXT NOT NULL,
        positive INTEGER NOT NULL, scale TEXT, low REAL, high REAL, language TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'dismissed', 'same')),
        question_id INTEGER REFERENCES questions (id),
        forecast_id INTEGER REFERENCES forecasts (id), same_as INTEGER REFERENCES claims (id),
        note_text TEXT, replaces INTEGER REFERENCES claims (id), entered_by TEXT,
        recorded_at TEXT NOT NULL""",
    "watches": """
        watch_id INTEGER NOT NULL, replaces INTEGER,
        question_id INTEGER NOT NULL REFERENCES questions (id), name TEXT NOT NULL, unit TEXT,
        every_days REAL NOT NULL, ended_at TEXT, entered_by TEXT, recorded_at TEXT NOT NULL""",
    "observations": """
        watch_id INTEGER NOT NULL REFERENCES watches (id), observed_at TEXT NOT NULL, value REAL,
        words_text TEXT, url TEXT, replaces INTEGER REFERENCES observations (id), entered_by TEXT,
        recorded_at TEXT NOT NULL""",
}  # fmt: skip
FACTS = {**FIRST_FACTS, **LIFE_CYCLE_FACTS, **REVIEW_FACTS, **TRUST_FACTS, **CLAIM_FACTS}

# Columns that a fact table was given later: nullable, so that no row on record changes its hash.
LIFE_CYCLE_COLUMNS = {
    "question_revisions": ("second_person INTEGER", "resolver TEXT"),
    "resolutions": (
        "awaits INTEGER", "decide_by TEXT", "claimed TEXT",
        "proposal_id INTEGER REFERENCES proposals (id)",
    ),
    "forecasters": ("may_enter TEXT",),
    "forecasts": ("round_id INTEGER REFERENCES rounds (id)",),
}  # fmt: skip
# hints: who wants them with a forecast. A lesson can be checked by a number: what it was at the
# review, and which way it should go.
REVIEW_COLUMNS = {
    "forecasters": ("hints INTEGER",),
    "lessons": (
        "review_id INTEGER REFERENCES reviews (id)", "measure TEXT", "aim TEXT", "value REAL",
        "target REAL", "entered_by TEXT",
    ),
}  # fmt: skip

# about: the option that words rank first. reference_basis: how a reference class was counted, and
# up to which day.
CLAIM_COLUMNS = {
    "forecasts": ("about TEXT",),
    "sources": ("words_text TEXT", "entered_by TEXT"),
    "evidence": ("likelihood_ratio REAL", "entered_by TEXT", "removed INTEGER"),
    "links": ("entered_by TEXT", "removed INTEGER"),
    "question_revisions": ("reference_basis TEXT",),
}
# What tables of 2026-11-22 lack, which were made before their schema was settled.
LEFT_OUT = {"answers": ("said_by TEXT",), "keys": ("note_text TEXT",)}
LATER_COLUMNS = (LIFE_CYCLE_COLUMNS, REVIEW_COLUMNS, CLAIM_COLUMNS)

# Looked up on every command; none is unique, since a unique column would need a guard of its own.
INDEXES = {
    "appends": ("uuid",),
    "forecasters": ("forecaster_id",),
    "questions": ("slug", "number"),
    "question_revisions": ("question_id",),
    "forecasts": ("question_id, forecaster_id",),
    "resolutions": ("question_id",),
    "evidence": ("question_id",),
    "confirmations": ("resolution_id",),
    "proposals": ("question_id",),
    "objections": ("question_id",),
    "rounds": ("round_id",),
    "reviews": ("review_id",),
    "answers": ("review_id",),
    "keys": ("forecaster_id",),
    "signatures": ("fact_id",),
    "redactions": ("text_id",),
    "claims": ("source_id",),
    "watches": ("question_id",),
    "observations": ("watch_id",),
}

# Unique in meaning though not by an index: the guard refuses a second row of the same value.
ALSO_ONCE = {"appends": ("uuid",), "questions": ("slug", "number"), "signatures": ("fact_id",)}


@cache
def reals(table: str) -> frozenset[str]:
    """Return the columns of a fact table that give back a whole number as 7.0.

    >>> sorted(reals("links"))
    ['days']
    """
    import re

    later = (columns.get(table, ()) for columns in LATER_COLUMNS)
    columns = (FACTS[table], *(column for added in later for column in added))
    return frozenset(re.findall(r"(\w+) REAL\b", ", ".join(columns)))
