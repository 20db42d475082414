"""Words of the page of reply deadlines."""

TEXTS: dict[str, tuple[str, str]] = {
    "replies.finding": (
        "未返信 {open}件: 期限超過 {late}件、本日期限 {due_today}件、間に合わないおそれ {at_risk}件。",
        "{open} open: {late} late, {due_today} due today, {at_risk} at risk.",
    ),
    "replies.finding_none": ("未返信はありません。", "Nothing is open."),
    "replies.finding_first": (
        "次に返信するのは {received} 受付の {contact}(期限 {deadline})。",
        "Next to answer: {contact}, received {received}, due {deadline}.",
    ),
    "replies.finding_rising": ("増えている用件: {topics}。", "Rising topics: {topics}."),
    "replies.list": ("急ぐ順の未返信", "Open contacts, most urgent first"),
    "replies.list_note": (
        "{until} 時点。返信後の追加の質問も含む。期限は{deadline}以内。",
        "As of {until}; further questions after a reply count too. Deadline in {deadline}.",
    ),
    "replies.list_expected": (
        "回答見込みは計画の人数で急ぐ順に進めた場合。",
        "Expected: worked through in this order by the people planned.",
    ),
    "replies.list_unexpected": (
        "回答見込みは必要人数かシフトが出たあとの集計から表示します。",
        "Expected answers are shown once people are required or planned.",
    ),
    "replies.finding_silent": (
        "経過連絡の約束の時刻を過ぎたもの {count}件。",
        "Past the time promised for a status note: {count}.",
    ),
    "replies.list_cut": ("急ぐ順に{shown}件を表示(全{open}件)。", "The {shown} most urgent of {open} are shown."),
    "replies.state": ("状態", "State"),
    "replies.contact": ("受付番号", "Contact"),
    "replies.received": ("受付", "Received"),
    "replies.deadline": ("期限", "Deadline"),
    "replies.promised": ("約束した日時", "Promised by"),
    "replies.next_status": ("次の経過連絡", "Next status note"),
    "replies.expected": ("回答見込み", "Expected answer"),
    "replies.state.late": ("▲ 期限超過", "▲ late"),
    "replies.state.due_today": ("● 本日期限", "● due today"),
    "replies.state.at_risk": ("△ 間に合わないおそれ", "△ at risk"),
    "replies.state.ok": ("○ 期限内", "○ in time"),
    "replies.counts": ("状態ごとの件数", "By state"),
    "replies.count": ("件数", "Count"),
    "replies.topics": ("用件の動き", "Topics"),
    "replies.topics_note": (
        "1日の件数(直近{days}日)。▲は、ほかの用件に対する割合が日々のばらつきを超えて増えた用件"
        "({times}倍の増加を想定した累積和、誤報はデスク全体で月1回以下)。警報のない用件は直近7日。",
        "Contacts a day, last {days} days. ▲: its share beside the other topics exceeds its own day-to-day noise (a "
        "cumulative sum tuned to {times} times the usual; at most one false alarm a month over the desk). Topics "
        "without an alarm: last 7 days.",
    ),
    "replies.topic": ("用件", "Topic"),
    "replies.since": ("({day}から)", "(since {day})"),
    "replies.seen": ("件数 / 見込み", "Seen / expected"),
    "replies.topic_rising": ("▲ 増加", "▲ rising"),
    "replies.topic_new": ("▲ 新しい用件", "▲ new"),
    "replies.topic_over": ("収まった", "over"),
    "replies.topic_settled": ("新しい水準", "new level"),
    "replies.topic_usual": ("", ""),
    "replies.topic_learning": ("学習中", "learning"),
    "replies.topic_alone": ("比較なし", "no other topic"),
    "replies.no_topics": ("用件の記録はまだありません。", "No topics are recorded yet."),
    "replies.no_list": (
        "この窓口の未返信の一覧はまだありません。",
        "There is no list of open contacts of this queue yet.",
    ),
    "replies.axis": ("件/日", "a day"),
}
