"""Stretches of time as pairs of minutes since 1970, half-open."""

from collections.abc import Iterable, Sequence

Span = tuple[float, float]

ROUNDING_MINUTES = 1e-6
"""What rounding may add to a sum of minutes."""


def union(spans: Iterable[Span]) -> list[Span]:
    """The spans with overlaps and touching ends merged, rising."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def total_minutes(spans: Iterable[Span]) -> float:
    """Their lengths together."""
    return sum(end - start for start, end in spans)


def common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in both; each list holds spans that do not overlap."""
    found = [(max(a, c), min(b, d)) for a, b in spans for c, d in others]
    return [(start, end) for start, end in found if start < end]
