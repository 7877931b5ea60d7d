"""The figures of a pack's classifiers on held-out folds, as values and as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.content.snapshot import Content, Training
from bot.evaluation.curves import Bin, Rejection, by_group, rejections, reliability
from bot.evaluation.folds import Guess, cross_validate, fit_curve
from bot.understanding.build import count_words, example_sets, preparer_for
from bot.understanding.encoding import Encoder, sentence

OUTSIDE = "outside"
CONFUSED = 12
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Figures:
    """One kind of head, by the words alone or with the encoder; shares run from 0 to 1.

    `confused` holds the pairs of labels that are most often mistaken, `groups` all pairs of groups.
    """

    head: str
    reading: str
    examples: int
    accuracy: float
    in_first_three: float
    calibration_error: float
    slope: float
    offset: float
    outside_recall: float | None = None
    falsely_outside: float | None = None
    confused: tuple[tuple[str, str, int], ...] = ()
    groups: tuple[tuple[str, str, int], ...] = ()
    bins: tuple[Bin, ...] = ()
    rejections: tuple[Rejection, ...] = ()


def measure(
    content: Content, training: Training, encoder: Encoder | None, progress: Progress
) -> list[Figures]:
    """Five-fold figures of the intent, statement and asked heads; the latter pooled."""
    preparer = preparer_for(content, count_words(content, training))
    sets = example_sets(content, training, preparer)
    names = content.vocabulary.slot_names
    pooled: dict[tuple[str, str], list[Guess]] = {}
    for name, examples in sets.items():
        progress(f"Measuring {name}, {len(examples)} examples …")
        texts = [sentence(words, names) for words, _ in examples]
        held = cross_validate(name, examples, encoder.encode(texts) if encoder else None)
        kind = name.partition("/")[0]
        pooled.setdefault((kind, "words"), []).extend(held.lexical)
        if held.semantic:
            pooled.setdefault((kind, "words and meaning"), []).extend(held.semantic)
    return [_figures(head, reading, guesses) for (head, reading), guesses in pooled.items()]


def _figures(head: str, reading: str, guesses: Sequence[Guess]) -> Figures:
    curve = fit_curve(guesses)
    missed = Counter((g.gold, g.guess) for g in guesses if not g.is_right)
    inside = [g for g in guesses if g.gold != OUTSIDE]
    outside = [g for g in guesses if g.gold == OUTSIDE]
    return Figures(
        head=head,
        reading=reading,
        examples=len(guesses),
        accuracy=_share([g.is_right for g in guesses]),
        in_first_three=_share([g.gold in g.top for g in guesses]),
        calibration_error=curve.error,
        slope=curve.slope,
        offset=curve.offset,
        outside_recall=_share([g.is_right for g in outside]) if outside else None,
        falsely_outside=_share([g.guess == OUTSIDE for g in inside]) if outside else None,
        confused=tuple((gold, got, n) for (gold, got), n in missed.most_common(CONFUSED)),
        groups=by_group(guesses),
        bins=reliability(guesses, curve),
        rejections=rejections(guesses, curve, OUTSIDE),
    )


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0


def as_data(figures: Sequence[Figures]) -> list[dict[str, Any]]:
    return [asdict(each) for each in figures]


def as_text(figures: Sequence[Figures]) -> str:
    return "\n".join(line for each in figures for line in _lines(each))


def _lines(each: Figures) -> Iterator[str]:
    yield f"{each.head}, by {each.reading} ({each.examples} held-out examples)"
    yield f"  right {each.accuracy:.3f}, among the first three {each.in_first_three:.3f}"
    yield (
        f"  calibration error {each.calibration_error:.3f} "
        f"(slope {each.slope:.2f}, offset {each.offset:.2f})"
    )
    if each.outside_recall is not None and each.falsely_outside is not None:
        yield (
            f"  outside found {each.outside_recall:.3f}, "
            f"inside taken for outside {each.falsely_outside:.3f}"
        )
    yield "  confidence, of which right, guesses"
    yield from (f"    {b.confidence:.2f}  {b.right:.2f}  {b.guesses:6d}" for b in each.bins)
    if each.rejections:
        yield "  turned away below, outside found, inside lost"
        for r in each.rejections[::2]:
            yield f"    {r.threshold:.2f}  {r.outside_found:.3f}  {r.inside_lost:.3f}"
    yield "  most often mistaken"
    for gold, got, count in each.confused:
        yield f"  {count:4d} x {gold} taken for {got}"
