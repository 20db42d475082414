"""What people with several skills would save, in words."""

from collections.abc import Sequence
from typing import Literal

from staffing.ask_pools import PooledDesk


def sentence_of(asked: PooledDesk, language: Literal["ja", "en"], *, titles: Sequence[str]) -> str:
    """The summary in a few plain sentences."""
    return _in_japanese(asked, titles) if language == "ja" else _in_english(asked, titles)


def _figures(asked: PooledDesk) -> tuple[float, float, float]:
    """Agent-hours apart, with the mix, and together."""
    pools = asked.pools
    return pools.hours(pools.apart), pools.hours(pools.people(asked.cross_trained)), pools.hours(pools.together)


def _in_english(asked: PooledDesk, titles: Sequence[str]) -> str:
    apart, mixed, together = _figures(asked)
    levels = ", ".join(
        f"{title} {before * 100:.1f} % and {after * 100:.1f} %"
        for title, before, after in zip(titles, asked.before, asked.after, strict=True)
    )
    steps = "; ".join(f"{k}: {apart - hours:.1f}" for k, hours in asked.hours_by_cross_trained[1:4])
    kept = "the fewest with which no queue loses" if asked.keeps_levels else "and even so a queue loses"
    return (
        f"{', '.join(titles)}: with one skill each they take {apart:.1f} agent hours; with up to {asked.cross_trained} "
        f"people on duty who can take all of them, {mixed:.1f}: {apart - mixed:.1f} fewer. If everyone could, "
        f"{together:.1f}.{f' Hours saved by people with all skills on duty: {steps}.' if steps else ''} staff.csv has "
        f"{asked.trained_for_all} people with all these skills; always on duty, they would save "
        f"{asked.saved_by_staff:.1f}. This rests on the strictest of the queues' goals for all, and on "
        f"{asked.pools.cover} with all skills for one whom pooling saves, {kept} more than a point: on "
        f"{asked.played_day:%Y-%m-%d}, the busiest day, simulated as forecast, in time are answered with one skill "
        f"each and with the mix: {levels}."
    )


def _in_japanese(asked: PooledDesk, titles: Sequence[str]) -> str:
    apart, mixed, together = _figures(asked)
    levels = "、".join(
        f"{title} {before * 100:.1f}%→{after * 100:.1f}%"
        for title, before, after in zip(titles, asked.before, asked.after, strict=True)
    )
    steps = "、".join(f"{k}人で{apart - hours:.1f}人時" for k, hours in asked.hours_by_cross_trained[1:4])
    kept = (
        "どの窓口も下がり幅が1ポイント以内に収まる最少の人数"
        if asked.keeps_levels
        else "それでも1ポイントを超えて下がる窓口があります"
    )
    return (
        f"{'・'.join(titles)}：全員が1つの窓口だけを担当すると延べ{apart:.1f}人時、すべてを担当できる人が同時に"
        f"{asked.cross_trained}人までいれば{mixed:.1f}人時で、{apart - mixed:.1f}人時少なくて済みます。全員がすべてを"
        f"担当できれば{together:.1f}人時です。{f'兼任できる人数ごとの削減：{steps}。' if steps else ''}staff.csv で"
        f"すべてを担当できるのは{asked.trained_for_all}人で、常に勤務していれば{asked.saved_by_staff:.1f}人時の削減です。"
        f"前提：目標は各窓口のうち最も厳しいものにそろえ、兼任者{asked.pools.cover}人で1人減らせるとみます（{kept}）。"
        f"最も忙しい{asked.played_day:%Y-%m-%d}を予測どおりに模擬したとき、時間内に応答できる割合（1窓口ずつ→兼任あり）は"
        f"{levels}です。"
    )
