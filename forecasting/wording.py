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
}
