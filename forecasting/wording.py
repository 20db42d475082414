"""What the room says to people, in Japanese by the English template."""

JAPANESE: dict[str, str] = {
    "{queue}: half of its contacts take up to {half_s} s, one in twenty more than {long_s} s; contacts of more than "
    "{factor} times the usual length, {often} of all, are {work} of the work": (
        "{queue}：処理時間は半数が{half_s}秒以内、20件に1件は{long_s}秒を超えます。通常の{factor}倍を超えるもの"
        "（全体の{often}）が、作業量の{work}を占めます。"
    ),
    "{queue}: after-call work is {share} of its handle time, mean by mean": (
        "{queue}：処理時間のうち後処理は{share}です（平均どうしの比）。"
    ),
    "{queue}: fewer than {least} handle times are known; forecasts reckon with {seconds:g} s (queue.handle_seconds)": (
        "{queue}：処理時間のわかる記録が{least}件に満たないため、予測では{seconds:g}秒（queue.handle_seconds）を使いま"
        "す。"
    ),
    "no queue has {least} contacts whose handle time is known before {until:%Y-%m-%d %H:%M}; import logs that tell "
    "it, or choose a later --as-of": (
        "{until:%Y-%m-%d %H:%M} までに処理時間のわかる連絡が{least}件以上ある窓口がありません。処理時間を含む記録を取"
        "り込むか、より後の --as-of を指定してください。"
    ),
    "queue {queue} has no counted contacts to test a forecast on; import its logs": (
        "窓口 {queue} には予測を検証できる実績がありません。記録を取り込んでください。"
    ),
    "queue {queue} was counted from {first} to {last} only; a backtest needs at least two days": (
        "窓口 {queue} の実績は {first}〜{last} だけです。検証には2日以上が必要ですので、記録を取り込んでください。"
    ),
    "queue {queue} has no counted contacts before {as_of:%Y-%m-%d %H:%M}; import its logs, or choose a later --as-of": (
        "窓口 {queue} には {as_of:%Y-%m-%d %H:%M} より前の実績がありません。記録を取り込むか、より後の --as-of "
        "を指定してください。"
    ),
    "queue {queue}: {channel} is not open from {first_day} to {last_day} after {as_of:%Y-%m-%d %H:%M}; "
    "choose a longer horizon or mend [hours.{channel}]": (
        "窓口 {queue}：{first_day}〜{last_day}（{as_of:%Y-%m-%d %H:%M} より後）に {channel} の受付時間がありま"
        "せん。--horizon を延ばすか、[hours.{channel}] を修正してください。"
    ),
    "the log ends on {last_day}, {days} days before {until}; import newer logs, or choose an --as-of near its end": (
        "記録は {last_day} で終わっており、{until} まで{days}日空いています。新しい記録を取り込むか、記録の最終日"
        "に近い --as-of を指定してください。"
    ),
    "desk.toml: queue.{queue}.shape_from = {lender!r}: queue {lender} is itself known only by totals of up to "
    "{longest:.0f} minutes and has no hours to lend; name a queue whose contacts come one by one or in totals of the "
    "desk's intervals, or leave shape_from out": (
        "desk.toml の queue.{queue}.shape_from =「{lender}」：窓口 {lender} の実績も最長{longest:.0f}分単位の集計"
        "だけで、時間ごとの配分がわかりません。1件ごとの記録かデスクの時間単位の集計がある窓口を指定するか、"
        "shape_from を削除してください。"
    ),
    "forecast table: the column queue is missing; it names the queue of each row": (
        "予測の表に queue の列がありません。各行の窓口名を入れてください。"
    ),
    "forecast table: column {name}, row {row}: {value!r}; {wanted}": (
        "予測の表：{name} の列の{row}行目「{value}」。{wanted}"
    ),
    "forecast table: interval_start {start} comes twice; keep one row of it": (
        "予測の表：interval_start {start} が2回出てきます。1行だけにしてください。"
    ),
    "forecast table: column {column} is missing; it needs {needed}": (
        "予測の表に {column} の列がありません。必要な列：{needed}"
    ),
    "forecast table: there is no row; write at least one open interval": (
        "予測の表にデータ行がありません。受付時間内の時間帯を1行以上入れてください。"
    ),
    "forecast table: {name} holds {first!r} and {second!r}; give one forecast at a time": (
        "予測の表：{name} に「{first}」と「{second}」があります。予測は1つずつ指定してください。"
    ),
    "it must not fall below {column}": "{column} 以上の値にしてください。",
    "write a time with its offset, for example 2026-12-01T10:00:00+09:00": (
        "2026-12-01T10:00:00+09:00 のように時差付きの日時にしてください。"
    ),
    "write a number above 0, at most {most:,.0f}": "0より大きく {most:,.0f} 以下の数値にしてください。",
    "write a number of at least 0, at most {most:,.0f}": "0以上 {most:,.0f} 以下の数値にしてください。",
    "with {handle:g} seconds each these contacts keep more than {most:,} people busy; check mean, handle_seconds "
    "and interval_minutes": (
        "1件{handle:g}秒とすると、この件数の対応に{most:,}人を超える人数が必要です。mean、handle_seconds、"
        "interval_minutes をご確認ください。"
    ),
    "{queue}: {model} errs {ratio:.2f} times as much as {than} ({low:.2f} to {high:.2f}; p {p})": (
        "{queue}：{model} の誤差は {than} の{ratio:.2f}倍です（95%区間 {low:.2f}〜{high:.2f}、p {p}）。"
    ),
    "{queue}: {model} errs {ratio:.2f} times as much as {than} ({low:.2f} to {high:.2f}; p {p}), which may be chance": (
        "{queue}：{model} の誤差は {than} の{ratio:.2f}倍です（95%区間 {low:.2f}〜{high:.2f}、p {p}）。偶然の差かもし"
        "れません。"
    ),
    "{queue}: {model} errs {ratio:.2f} times as much as {than} on {origins} origins, too few to tell that from chance; "
    "it takes {needed} of them (--origins, --step)": (
        "{queue}：{model} の誤差は {than} の{ratio:.2f}倍ですが、予測の起点が{origins}回では偶然の差かどうかを判断でき"
        "ません。{needed}回以上が必要です（--origins、--step）。"
    ),
    "no contact of the last four weeks tells what it was about": "直近4週間に用件の記録がありません。",
    "no topic rises beyond its own noise": "ふだんのばらつきを超えて増えている用件はありません。",
    "expected = usual share of the topic by weekday and kind of day / (1 - that share) x contacts of the other topics; "
    "an alarm is raised when the sum of ln(likelihood at {times:g} times the odds / likelihood at the usual ones) "
    "reaches ln({days:.1f} days x topics), at most one false alarm a month over all topics of the desk; it is over "
    "when the sum is back at zero, or has not reached its limit for {quiet} days": (
        "見込み = 用件のふだんの割合（曜日と日の種類別）÷（1 − その割合）× ほかの用件の件数。ln（オッズが{times:g}倍の"
        "ときの尤度 ÷ ふだんの尤度）の累積和が ln（{days:.1f}日 × 用件数）に達すると警報を出します。誤報はデスクの全用"
        "件を合わせて月1回以下です。累積和が0に戻るか、{quiet}日間その値に達しなければ終わりとします。"
    ),
    "{topic} rises: {seen} contacts since {first}, {expected} expected, {times} times the usual ({low} to {high}); "
    "chance would bring this {chance}": (
        "「{topic}」が増えています：{first} から{seen}件、見込み{expected}件、ふだんの{times}倍（{low}〜{high}倍）。"
        "偶然にこうなるのは{chance}です。"
    ),
    "{topic} is new: {seen} contacts since {first}; chance would bring this {chance}": (
        "「{topic}」は新しい用件です：{first} から{seen}件。偶然にこうなるのは{chance}です。"
    ),
    "{topic} rose and is back: {seen} contacts from {first} to {last}, {expected} expected, {times} times the usual": (
        "「{topic}」の増加は収まりました：{first} から {last} まで{seen}件、見込み{expected}件、"
        "ふだんの{times}倍でした。"
    ),
    "{topic} rose, and has stayed so long that it is the usual now: {seen} contacts from {first} to {last}, {expected} "
    "expected, {times} times the usual of then": (
        "「{topic}」は増えたまま続き、今ではふだんの水準です：{first} から {last} まで{seen}件、見込み{expected}件、"
        "それまでの{times}倍でした。"
    ),
    "less than once in 100 years": "100年に1回未満",
    "no more than once in {years:.0f} years": "多くても{years:.0f}年に1回",
    "no more than once in {days:.0f} days": "多くても{days:.0f}日に1回",
    "{topic} ({usual:.1f} a day: about {days:.0f} days)": "{topic}（1日{usual:.1f}件：約{days:.0f}日）",
    "a topic that doubles is found within two days on average, smaller ones later: {topics}": (
        "件数が倍になった用件は平均2日以内に見つかります。件数の少ない用件はもっとかかります：{topics}"
    ),
    "{topics}: the only topic of its channel has no share to watch; its rise is one of the queue, see the forecast": (
        "{topics}：チャネルで唯一の用件なので割合では見張れません。増加は窓口全体の件数として予測に表れます。"
    ),
    "{topics}: watched once {days} days of its channel's log are there": (
        "{topics}：そのチャネルの記録が{days}日分たまってから見張ります。"
    ),
    "this desk has no queue {queue!r}; name one of {known}, or leave --queue away": (
        "このデスクに「{queue}」という窓口はありません。{known} のいずれかを指定するか、--queue を外してください。"
    ),
}
