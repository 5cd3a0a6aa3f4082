"""A calibration as the one object that --json prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.calibration import ONE_VOTE, WHY_NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.calibration import Corp, Murphy
    from tracker.reports.calibrated.build import Calibration, Curve, Decomposition
    from tracker.reports.calibrated.evidence import Evidence

Object = dict[str, object]
CORP = ("score", "mcb", "dsc", "unc")
MURPHY = ("score", "rel", "res", "unc")
COX = (
    "intercept", "intercept_low", "intercept_high", "slope", "slope_low", "slope_high", "votes",
    "clusters", "left_out", "firth",
)  # fmt: skip
RECALIBRATION = ("shown", "intercept", "slope", "gain", "low", "high")
EVIDENCE = ("votes", "value", "threshold", "declared", "declared_after", "questions", "stopped_at",
            "held_back")  # fmt: skip


def as_json(found: Calibration) -> Object:
    """Return the keys of --json; what may not be shown is null, and `reason` beside it says why."""
    return {**_numbers(found), **_remarks(found)}


def _numbers(found: Calibration) -> Object:
    asked, counts, few = found.inquiry, found.counts, found.few_decomposition
    terms, path = found.decomposition, found.inquiry.hours is None
    evidence = _evidence(found.evidence)
    return {
        "forecaster": asked.name,
        "pooled": len(asked.forecaster_ids),
        "recorded_only": asked.recorded_only,
        "cohort": "resolved" if asked.resolved_so_far else "closed",
        "votes": asked.votes,
        "questions": counts.questions,
        "waiting": counts.waiting,
        "expected_yes": _fields(found.expected, found.expected.__slots__),
        "corp": _corp(found),
        "murphy": _murphy(terms, few),
        "cox": _part(terms and terms.cox, COX, few),
        "e_process": _none(EVIDENCE, ONE_VOTE) if path else evidence,
        "auc": terms and terms.auc,
        "auc_reason": _why(few, terms is not None and terms.auc is None, WHY_NONE["auc"]),
        "ece": terms and terms.ece,
        "ece_reason": _why(few, terms is not None and terms.ece is None, WHY_NONE["ece"]),
        "bins": [_fields(row, row.__slots__) for row in found.curve.bins] if found.curve else None,
        "bins_reason": found.few_curve,
        "one_vote": evidence if path else None,
    }


def _remarks(found: Calibration) -> Object:
    asked, counts, few = found.inquiry, found.counts, found.few_decomposition
    terms = found.decomposition
    return {
        "verdict": found.verdict,
        "reason": found.why_no_verdict,
        "kind": asked.kind,
        "topic": asked.topic,
        "as_of": times.to_text(asked.at),
        "as_of_seq": asked.seq,
        **{name: getattr(counts, name) for name in counts.__slots__ if name not in TOLD},
        "curve": _curve(found.curve, found.few_curve),
        "spiegelhalter": _spiegelhalter(terms, few),
        "recalibration": _part(terms and terms.recalibration, RECALIBRATION, few),
        "by_term": _rows(found.by_term),
        "by_horizon": _rows(found.by_horizon),
        "by_topic": _rows(found.by_topic),
        "intervals": _fields(found.intervals, found.intervals.__slots__)
        | {"coverage": _rows(found.intervals.coverage)},
        "missing": [
            {"part": one.part, "needs": one.needs, "questions": one.questions,
             "a_year": one.a_year, "arrives_at": times.maybe_to_text(one.arrives_at)}
            for one in found.floors
        ],
    }  # fmt: skip


TOLD = ("questions", "waiting")


def _fields(one: object, names: Sequence[str]) -> Object:
    return {name: getattr(one, name) for name in names}


def _rows(rows: Sequence[object]) -> list[Object]:
    return [_fields(row, row.__slots__) for row in rows]  # type: ignore[attr-defined]


def _none(names: Sequence[str], reason: str | None) -> Object:
    return {**dict.fromkeys(names), "reason": reason}


def _corp(found: Calibration) -> Object:
    """Return the decomposition, and beside it the 95% interval of the score."""
    terms, few = found.decomposition, found.few_decomposition
    ends = {f"score_{end}": terms and getattr(terms.brier, end) for end in ("low", "high")}
    return _part(terms and found.curve and found.curve.corp, CORP, few) | ends


def _part(one: object, names: Sequence[str], few: str | None) -> Object:
    """Return the keys of a part with its own reason; null with `few` where it is not shown."""
    return _none(names, few) if one is None else _fields(one, (*names, "reason"))


def _why(few: str | None, undefined: bool, reason: str) -> str | None:  # noqa: FBT001
    return few or (reason if undefined else None)


def _evidence(found: Evidence) -> Object:
    return _fields(found, (*EVIDENCE, "reason"))


def _murphy(terms: Decomposition | None, few: str | None) -> Object:
    """Return the terms, and beside them those without their bias."""
    murphy: Murphy | None = terms.murphy if terms else None
    corrected = _part(terms.corrected if terms else None, MURPHY, few)
    return {**_part(murphy, MURPHY, few), "bias_corrected": corrected}


def _spiegelhalter(terms: Decomposition | None, few: str | None) -> Object:
    tested = terms.spiegelhalter if terms else None
    reason = terms.spiegelhalter_reason if terms else few
    return {
        "z": tested.z if tested else None,
        "p_value": tested.p_value if tested else None,
        "reason": reason,
    }


def _curve(curve: Curve | None, few: str | None) -> Object:
    """Return the curve, its band, and the curves with all that wait no and all of them yes."""
    if curve is None:
        return _none(("stated", "happened", "weight", "band", "all_no", "all_yes"), few)
    band = curve.band
    return {
        **_line(curve.corp),
        "weight": curve.corp.weight.tolist(),
        "band": {
            "stated": band.stated.tolist(),
            "low": band.low.tolist(),
            "high": band.high.tolist(),
            "level": band.level,
            "resamples": band.resamples,
            "seed": band.seed,
        },
        "all_no": _line(curve.bounds.all_no),
        "all_yes": _line(curve.bounds.all_yes),
        "reason": None,
    }


def _line(corp: Corp) -> Object:
    return {"stated": corp.stated.tolist(), "happened": corp.happened.tolist()}
