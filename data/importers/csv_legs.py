"""Turns raw cells of a mapped log into legs: one SQL query, built from the mapping.

The query stands in layers, each a subquery that adds columns to the one before:

    raw -> cells -> told (times, seconds, words) -> contact (entry, answer, end) -> ordered -> durations -> leg

A row that cannot become a leg carries its first reason in `reason`; all else about it is nothing to rely on.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from data.channel import WRITTEN_CHANNELS, Channel
from data.column_mapping import OUR_KINDS, OUR_OUTCOMES
from data.contact_log import BESIDE_THE_QUEUE, ENTRY_OUTCOMES, LONGEST_CALL_SECONDS, OFFERED_OUTCOMES
from data.importers import moment_sql as moments
from data.importers import sql_text as sql
from data.importers.instants import TOO_LATE
from data.importers.leg_rules import LegRules
from data.importers.told_cells import ToldCells

_FROM_START = ("ivr_exit", "blocked", "after_hours", "spam", "cancelled")
"""Outcomes of contacts that never waited: where no entry is written, they stand at the start of the contact."""

_YES = ("true", "1", "yes", "エスカレーション")
_TIERS = {"1": "1", "2": "2", "t1": "1", "t2": "2", "T1": "1", "T2": "2", "一次": "1", "二次": "2"}
_DURATIONS = ("ivr_s", "wait_s", "talk_s", "hold_s", "acw_s", "handle_s")


def legs_query(rules: LegRules, *, keyed: bool = False, has_blanks: bool = True) -> str:
    """The query that gives, for each row of the table `raw_row`, a leg or the reason why it is none.

    With `keyed` it gives `customer_key` too, by the macros of `data.customer_key`; else customers are left out.

    Where `has_blanks` is false, none stand around cells.

    `raw_row` has `row_no` and the mapping's columns as text, named `r0`, `r1`, ... in the order of `mapping.columns`.
    The result has the columns of `staged_leg` that a source tells, `reason` (NULL: it is a leg) and `masked_text`.
    """
    return _LegQuery(rules, keyed=keyed, has_blanks=has_blanks).text()


class _LegQuery:
    """One query on its way: layers of named expressions, and reasons in the order in which they count."""

    def __init__(self, rules: LegRules, *, keyed: bool, has_blanks: bool) -> None:
        self._rules, self._mapping, self._keyed = rules, rules.mapping, keyed
        self._told = ToldCells(rules.mapping, rules.zone, has_blanks=has_blanks)
        self._reasons: list[tuple[str, str, tuple[str, ...]]] = []

    def text(self) -> str:
        query = "SELECT * FROM raw_row"
        for layer in self._layers():
            added = ", ".join(f"{expression} AS {name}" for name, expression in layer.items())
            query = f"SELECT *, {added} FROM ({query})"
        return f"SELECT {', '.join(f'{value} AS {name}' for name, value in self._leg().items())} FROM ({query})"

    def _layers(self) -> Iterator[dict[str, str]]:
        yield from self._told.layers()
        self._reasons += self._told.reasons
        yield self._words()
        yield self._outcome_and_moments()
        yield {"entered": self._entry(), "entered_doubt": self._entry(doubt=True)}
        yield self._answer_and_end()
        yield self._ended()
        yield self._ordered_answer()
        yield self._ordered_end()
        yield self._talk_and_wait()
        yield {"handle_s": self._handle()}
        yield {"reason_no": self._reason_no()}

    # Words

    def _words(self) -> dict[str, str]:
        """What the source's words mean; NULL where a word has no meaning, or is to be rejected."""
        mapping, name = self._mapping, self._rules.name
        layer = {}
        if mapping.queue_column:
            known = {queue: queue for queue in self._rules.tiers} | mapping.queues
            where = f"no queue of desk.toml nor in [import.mapping.{name}.queues]"
            layer["queue"] = self._meaning(mapping.queue_column, known, known_in=where)
        else:
            layer["queue"] = sql.text(mapping.queue)
        layer["channel"] = sql.text(mapping.channel)
        if mapping.channel_column:
            words = {"": mapping.channel, **{word: word for word in get_args(Channel)}, **mapping.channels}
            told = self._meaning(mapping.channel_column, words, known_in=self._not_in("channels"))
            layer["channel"] = f"coalesce({told}, {sql.text(mapping.channel)})"
        layer["told_outcome"], layer["told_kind"], layer["told_tier"] = "NULL", "NULL", "NULL"
        if mapping.outcome:
            words = {word: word for word in OUR_OUTCOMES} | dict(mapping.outcomes)
            layer["told_outcome"] = self._meaning(mapping.outcome, words, known_in=self._not_in("outcomes"))
        if mapping.kind:
            words = {"": "queue"} | {word: word for word in OUR_KINDS} | dict(mapping.kinds)
            layer["told_kind"] = self._meaning(mapping.kind, words, known_in=self._not_in("kinds"))
        if mapping.tier:
            told = self._meaning(mapping.tier, {"": "", **_TIERS}, known_in="no tier: write 1 or 2")
            layer["told_tier"] = f"try_cast({told} AS TINYINT)"
        return layer

    def _meaning(self, column: str, meanings: dict[str, str], *, known_in: str) -> str:
        """What a column's words mean; a word that has no meaning, or means `reject`, refuses its row."""
        cell = f"coalesce({self._told.cell(column)}, '')"
        begin = f"{sql.text(column + ' ')} || {sql.shown_word(cell)} ||"
        self._refuse(f"{cell} NOT IN {sql.texts(meanings)}", f"{begin} {sql.text(' is ' + known_in)}", column)
        rejected = [word for word, meaning in meanings.items() if meaning == "reject"]
        if rejected:
            self._refuse(f"{cell} IN {sql.texts(rejected)}", f"{begin} ' is mapped to reject'", column)
        return sql.translated(cell, {word: told for word, told in meanings.items() if told != "reject"})

    def _not_in(self, table: str) -> str:
        return f"not in [import.mapping.{self._rules.name}.{table}] of desk.toml"

    def _refuse(self, when: str, reason: str, *columns: str) -> None:
        self._reasons.append((when, reason, columns))

    # The outcome, and when the contact entered, was answered and ended

    def _outcome_and_moments(self) -> dict[str, str]:
        told, mapping = self._told, self._mapping
        if mapping.channel_column:
            columns = tuple(filter(None, (mapping.channel_column, mapping.queue_column)))
            takes = sql.translated("queue", dict(self._rules.channels))
            reason = sql.text(f"{mapping.channel_column} tells another channel than its queue takes in desk.toml")
            self._refuse(f"{takes} <> channel", reason, *columns)
        written = f"channel IN {sql.texts(WRITTEN_CHANNELS)}"
        outcome = "told_outcome"
        if not mapping.outcome:
            waiting = f"CASE WHEN {written} THEN 'open' ELSE 'abandoned' END"
            outcome = f"CASE WHEN {told.moment('answered_at')} IS NOT NULL THEN 'answered' ELSE {waiting} END"
        left_in_menu = (
            f"({outcome}) = 'abandoned' AND {told.moment('entered_at')} IS NULL "
            f"AND {told.moment('started_at')} IS NOT NULL"
        )
        return {
            "is_written": written,
            "is_phone": "channel = 'phone'",
            "outcome": f"CASE WHEN {left_in_menu} THEN 'ivr_exit' ELSE coalesce({outcome}, 'failed') END",
        }

    def _entry(self, *, doubt: bool = False) -> str:
        """Contacts that never waited stand at their start."""
        entered, started = (self._told.moment(field, doubt=doubt) for field in ("entered_at", "started_at"))
        here, there = self._told.moment("entered_at"), self._told.moment("started_at")
        never_waited = f"outcome IN {sql.texts(_FROM_START)} AND {here} IS NULL OR outcome = 'ivr_exit'"
        return f"CASE WHEN ({never_waited}) AND {there} IS NOT NULL THEN {started} ELSE {entered} END"

    def _answer_and_end(self) -> dict[str, str]:
        """When an answered contact was answered (as written, else its entry and wait together), and other moments."""
        told, columns = self._told, self._mapping.entered_at
        self._refuse("entered IS NULL", f"outcome || {sql.text(', but no time in ' + ', '.join(columns))}", *columns)
        latest = self._rules.latest.timestamp() * 1e6
        self._refuse(f"entered > {latest:.0f}", sql.text(TOO_LATE), *columns, *self._mapping.started_at)
        written, summed = told.moment("answered_at"), moments.later("entered", told.seconds("wait_seconds"))
        derived = f"{written} IS NULL AND {summed} IS NOT NULL"
        fallback = f"{written} IS NOT NULL AND {told.first_moment('answered_at')} IS NULL"
        answered = "outcome = 'answered'"
        doubt = told.moment("answered_at", doubt=True)
        return {
            "is_answered": answered,
            "raw_answered": f"CASE WHEN {answered} THEN coalesce({written}, {summed}) END",
            "answered_doubt": f"CASE WHEN {derived} THEN entered_doubt ELSE {doubt} END",
            "answer_derived": f"{answered} AND (({fallback}) OR ({derived}))",
        }

    def _ended(self) -> dict[str, str]:
        """The end of talk of an answered contact, the hang-up of any other; else summed from durations."""
        told, mapping = self._told, self._mapping
        columns = tuple(filter(None, (*mapping.answered_at, mapping.wait_seconds)))
        reason = f"answered, but no time in {', '.join(columns)}" if columns else "answered, but no column tells when"
        self._refuse("is_phone AND is_answered AND raw_answered IS NULL", sql.text(reason), *columns)
        chains = {
            True: [
                (told.moment("ended_at"), told.moment("ended_at", doubt=True)),
                (moments.later("raw_answered", told.seconds("talk_seconds")), "answered_doubt"),
            ],
            False: [
                (told.moment("left_at"), told.moment("left_at", doubt=True)),
                (told.moment("ended_at"), told.moment("ended_at", doubt=True)),
                (moments.later("entered", told.seconds("wait_seconds")), "entered_doubt"),
            ],
        }
        ends = {answered: sql.first_filled([moment for moment, _ in chain]) for answered, chain in chains.items()}
        doubts = {answered: moments.doubt_of_first(chain) for answered, chain in chains.items()}
        return {
            "raw_ended": f"CASE WHEN is_answered THEN {ends[True]} ELSE {ends[False]} END",
            "ended_doubt": f"CASE WHEN is_answered THEN {doubts[True]} ELSE {doubts[False]} END",
        }

    def _ordered_answer(self) -> dict[str, str]:
        """None before the one that precedes it; refused where they are too far apart."""
        return self._not_before("answered", "entered", what="answered_at is before entered_at")

    def _ordered_end(self) -> dict[str, str]:
        reached = "CASE WHEN answered IS NOT NULL THEN answered ELSE entered END"
        return self._not_before("ended", reached, what="ended_at is before answered_at or entered_at")

    def _not_before(self, later: str, earlier: str, *, what: str) -> dict[str, str]:
        allowed = self._mapping.max_clock_skew_seconds
        behind = f"(({earlier}) - raw_{later})"
        reason = sql.text(f"{what} by more than {allowed:g} s")
        self._refuse(f"{behind} > {allowed * 1e6:.0f}", reason, *self._mapping.time_columns)
        return {
            later: f"CASE WHEN {behind} > 0 THEN {earlier} ELSE raw_{later} END",
            f"{later}_skewed": f"coalesce({behind} > 0, false)",
        }

    # Durations, seconds

    def _talk_and_wait(self) -> dict[str, str]:
        told, mapping = self._told, self._mapping
        between = moments.seconds_between("raw_answered", "raw_ended", doubts=self._doubts("answered", "ended"))
        talked = f"CASE WHEN NOT is_written THEN {between} END"
        talk, hold = moments.told_or_derived(told.seconds("talk_seconds"), talked), told.seconds("hold_seconds")
        if mapping.hold_seconds and not mapping.talk_seconds and not mapping.talk_includes_hold:
            talk = moments.not_negative(f"({talk}) - ({hold})")
        worked = f"CASE WHEN NOT is_written THEN {self._worked_seconds()} END"
        return {
            "ivr_s": self._menu(),
            "wait_s": f"CASE WHEN outcome IN {sql.texts(OFFERED_OUTCOMES)} THEN {self._wait()} END",
            "talk_s": f"CASE WHEN is_answered THEN {talk} END",
            "hold_s": f"CASE WHEN is_answered THEN {hold} END",
            "acw_s": f"CASE WHEN is_answered THEN {moments.told_or_derived(told.seconds('acw_seconds'), worked)} END",
        }

    def _worked_seconds(self) -> str:
        done = self._told.moment("acw_end_at")
        doubts = None if self._told.is_sure else ("ended_doubt", self._told.moment("acw_end_at", doubt=True))
        return moments.seconds_between("ended", done, doubts=doubts)

    def _wait(self) -> str:
        answered = moments.seconds_between("entered", "raw_answered", doubts=self._doubts("entered", "answered"))
        left = moments.seconds_between("entered", "raw_ended", doubts=self._doubts("entered", "ended"))
        return moments.told_or_derived(
            self._told.seconds("wait_seconds"), f"CASE WHEN is_answered THEN {answered} ELSE {left} END"
        )

    def _menu(self) -> str:
        """Time in the menu as it is told, or up to the entry; it may turn out below 0."""
        if self._mapping.ivr_seconds:
            return self._told.seconds("ivr_seconds")
        started, doubt = self._told.moment("started_at"), self._told.moment("started_at", doubt=True)
        sure = self._told.is_sure
        ended = moments.seconds_between(started, "raw_ended", doubts=None if sure else (doubt, "ended_doubt"))
        entered = moments.seconds_between(started, "entered", doubts=None if sure else (doubt, "entered_doubt"))
        return f"CASE WHEN outcome = 'ivr_exit' THEN {ended} ELSE {entered} END"

    def _doubts(self, earlier: str, later: str) -> tuple[str, str] | None:
        return None if self._told.is_sure else (f"{earlier}_doubt", f"{later}_doubt")

    def _handle(self) -> str:
        mapping = self._mapping
        handle = "talk_s" if mapping.talk_includes_acw else "talk_s + acw_s"
        if mapping.hold_seconds and not mapping.talk_includes_hold:
            handle = f"{handle} + hold_s"
        told = f"CASE WHEN is_answered THEN {self._told.seconds('handle_seconds')} END"
        return moments.told_or_derived(told, handle)

    # The leg

    def _leg(self) -> dict[str, str]:
        mapping, told = self._mapping, self._told
        in_queue = f"({self._kind()}) NOT IN {sql.texts(BESIDE_THE_QUEUE)}"
        return {
            "row_no": "row_no",
            "row_hash": "row_hash",
            "source_system": "'generic_csv'",
            "source_instance": sql.text(mapping.instance or self._rules.name),
            "leg_id": self._leg_id(),
            "contact_id": told.joined(mapping.contact_id),
            "callback_of": told.cell(mapping.callback_of),
            "leg_seq": "1",
            "kind": self._kind(),
            "direction": f"CASE WHEN ({self._kind()}) = 'outbound' THEN 'out' ELSE 'in' END",
            "channel": "channel",
            "queue_key": "coalesce(queue, '')",
            "tier": self._tier(),
            "is_escalation": f"coalesce(lower({told.cell(mapping.escalated)}) IN {sql.texts(_YES)}, false)",
            "agent_key": f"CASE WHEN is_answered THEN {told.cell(mapping.agent)} END",
            **{f"{moment}_at": moments.instant(moment) for moment in ("entered", "answered", "ended")},
            "acw_end_at": moments.instant(self._worked_until()),
            **{name: moments.instant(told.moment(name)) for name in ("deadline_at", "promised_at", "next_status_at")},
            "source_updated_at": moments.instant(told.moment("updated_at")),
            "ivr_s": moments.not_negative("ivr_s"),
            "wait_s": "wait_s",
            "ring_s": "CAST(NULL AS DOUBLE)",
            **{name: name for name in ("talk_s", "hold_s", "acw_s", "handle_s")},
            "talk_includes_hold": str(
                mapping.talk_includes_hold or not (mapping.hold_seconds or mapping.talk_seconds)
            ).lower(),
            "handle_quality": self._handle_quality(),
            "outcome": "outcome",
            "offered": f"({in_queue}) AND outcome IN {sql.texts(OFFERED_OUTCOMES)}",
            "is_entry": f"({in_queue}) AND outcome IN {sql.texts(ENTRY_OUTCOMES)}",
            "end_party": "CASE WHEN outcome IN ('abandoned', 'ivr_exit') THEN 'customer' ELSE 'unknown' END",
            "topic": sql.translated(told.cell(mapping.topic), mapping.topics, rest=told.cell(mapping.topic)),
            "priority": told.cell(mapping.priority),
            "customer_segment": told.cell(mapping.customer_segment),
            **({"customer_key": f"customer_key_of({told.cell(mapping.customer)})"} if self._keys_customers else {}),
            "source_tz": sql.text(self._rules.zone.key),
            "tz_assumed": "false" if mapping.time_zone else f"NOT coalesce({self._entry_told_zone()}, false)",
            "flags": self._flags(),
            "reason": self._reason(),
            "masked_text": self._masked_text(),
        }

    @property
    def _keys_customers(self) -> bool:
        return self._keyed and bool(self._mapping.customer)

    def _kind(self) -> str:
        """What the source calls the row; else a stay in the queue, or what its outcome makes of it."""
        derived = "CASE outcome WHEN 'ivr_exit' THEN 'ivr_only' WHEN 'voicemail' THEN 'voicemail' ELSE 'queue' END"
        if not self._mapping.kind:
            return derived
        return f"CASE WHEN told_kind <> 'queue' THEN told_kind ELSE {derived} END"

    def _tier(self) -> str:
        tiers = {queue: str(tier) for queue, tier in self._rules.tiers.items()}
        of_queue = f"CAST({sql.translated('queue', tiers, rest=sql.text('1'))} AS TINYINT)"
        return f"coalesce(told_tier, {of_queue})" if self._mapping.tier else of_queue

    def _leg_id(self) -> str:
        """The columns that name a row; without them moment and queue, numbered among equals when it is stored."""
        columns = self._mapping.leg_id
        if columns:
            return f"coalesce({self._told.joined(columns)}, '')"
        return "coalesce(entered, 0) || '/' || coalesce(queue, '')"

    def _worked_until(self) -> str:
        if self._mapping.talk_includes_acw:
            return "CASE WHEN is_answered THEN ended END"
        written = self._told.moment("acw_end_at")
        return f"CASE WHEN is_answered THEN coalesce({written}, {moments.later('ended', 'acw_s')}) END"

    def _handle_quality(self) -> str:
        parts = bool(self._mapping.talk_seconds and self._mapping.acw_seconds)
        told = f"{self._told.seconds('handle_seconds')} IS NOT NULL"
        measured = "true" if parts else told
        return f"CASE WHEN handle_s IS NULL THEN 'unknown' WHEN {measured} THEN 'measured' ELSE 'derived' END"

    def _entry_told_zone(self) -> str:
        """Whether the text of the entry itself told its offset."""
        entered, started = self._told.told_zone("entered_at"), self._told.told_zone("started_at")
        here, there = self._told.moment("entered_at"), self._told.moment("started_at")
        never_waited = f"outcome IN {sql.texts(_FROM_START)} AND {here} IS NULL OR outcome = 'ivr_exit'"
        return f"CASE WHEN ({never_waited}) AND {there} IS NOT NULL THEN {started} ELSE {entered} END"

    def _flags(self) -> str:
        twice, never = self._told.any_doubt()
        found = {
            "ambiguous_time": twice,
            "answer_time_derived": "answer_derived",
            "clock_skew": "answered_skewed OR ended_skewed",
            "negative_ivr": "ivr_s < 0",
            "nonexistent_time": never,
        }
        words = ", ".join(f"CASE WHEN {when} THEN '{word}' END" for word, when in found.items() if when != "false")
        return f"concat_ws('|', {words})"

    # Reasons

    def _reason_no(self) -> str:
        """The number of the first reason why a row is no leg; NULL where it is one."""
        columns = self._mapping.time_columns
        for duration in _DURATIONS:
            too_long = f"is_phone AND {duration} > {LONGEST_CALL_SECONDS:g}"
            self._refuse(too_long, sql.text(f"{duration} above 24 h"), *columns)
        if self._mapping.leg_id:
            names = ", ".join(self._mapping.leg_id)
            missing = f"{self._told.joined(self._mapping.leg_id)} IS NULL"
            self._refuse(missing, sql.text(f"nothing in {names}, which name the row"), *self._mapping.leg_id)
        cases = " ".join(f"WHEN {when} THEN {number}" for number, (when, _, _) in enumerate(self._reasons))
        return f"CASE {cases} END"

    def _reason(self) -> str:
        cases = " ".join(f"WHEN {number} THEN {reason}" for number, (_, reason, _) in enumerate(self._reasons))
        return f"CASE reason_no {cases} END"

    def _masked_text(self) -> str:
        """The cells that caused the refusal, as `column=cell | ...`."""
        cases = " ".join(
            f"WHEN {number} THEN {sql.masked(self._shown(columns))}"
            for number, (_, _, columns) in enumerate(self._reasons)
        )
        return f"CASE reason_no {cases} END"

    def _shown(self, columns: Sequence[str]) -> str:
        cells = [f"{sql.text(column + '=')} || coalesce({self._told.cell(column)}, '')" for column in columns]
        return f"concat_ws(' | ', {', '.join(cells)})" if cells else "''"
