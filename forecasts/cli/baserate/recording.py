"""What was counted made a question's reference class, before anybody forecasts it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.errors import InputError, RefusedError
from forecasts.model import ReferenceClass
from forecasts.model.reference_basis import ReferenceBasis
from forecasts.store import questions

if TYPE_CHECKING:
    from forecasts.cli.baserate.asking import Counted
    from forecasts.model import Question
    from forecasts.store import Receipt, Store


@dataclass(frozen=True, slots=True)
class Kept:
    """The question with its new reference class."""

    question: Question
    receipt: Receipt


def record(store: Store, found: Counted, uuid: str | None) -> Kept:
    """Record the one window that was counted; raise RefusedError where it looks ahead."""
    assert found.question is not None  # noqa: S101 - the command asked for it
    slug = found.question.slug
    if len(found.windows) > 1:
        raise InputError("a reference class is one window.", "Type one --from with --record.")
    one = found.windows[0]
    if one.case.is_exposure:
        raise InputError(
            "a reference class counts cases.", "Type --per year, quarter, month or a length."
        )
    if found.cutoff > found.question.terms.opens_at.date():
        raise RefusedError(
            f"{slug} opened on {found.question.terms.opens_at:%Y-%m-%d}: what was public only"
            " later would look ahead.",
            "Type an earlier --cutoff, or none.",
        )
    class_ = ReferenceClass((one.k,), one.n)
    with store.append(options.now(), "baserate", uuid) as batch:
        question = questions.find(store, slug)
        if questions.has_forecasts(batch.connection, question.id):
            raise RefusedError(
                f"{slug} has forecasts: its reference class is fixed, since scores depend on it.",
                f"Ask a new one that follows it: forecasts ask --like {slug} --closes DATE",
            )
        terms = replace(
            question.terms, reference_class=class_, reference_basis=_basis(found, str(class_))
        )
        question = questions.revise(batch, question, terms, options.login())
    return Kept(question, batch.receipt)


def _basis(found: Counted, class_: str) -> ReferenceBasis:
    one = found.windows[0]
    return ReferenceBasis(
        log=found.log.name,
        sha256=found.log.sha256,
        kind=found.kind.id,
        first=one.first,
        last=one.after - timedelta(days=1),
        per=one.case.name,
        cutoff=found.cutoff,
        counted=class_,
        events=one.events,
        left_out=found.left_out,
    )
