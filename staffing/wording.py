"""What the room says to people, in Japanese by the English template."""

from staffing.wording_sheets import JAPANESE as OF_SHEETS

JAPANESE: dict[str, str] = {
    **OF_SHEETS,
    # settings
    "desk.toml, shifts.template {name!r}: {hours:g} hours of work need a break of {needed} minutes (Labour "
    "Standards Act 34), lunch_minutes is {lunch_minutes}; make it at least {needed}": (
        "desk.toml の shifts.template「{name}」：{hours:g}時間の勤務には{needed}分の休憩が必要です（労働基準法"
        "第34条）。lunch_minutes が {lunch_minutes} ですので、{needed} 以上にしてください。"
    ),
    "desk.toml, shifts.template {name!r}: the lunch window {first}-{last} leaves no lunch strictly inside "
    "{start}-{end}; widen it": (
        "desk.toml の shifts.template「{name}」：昼休憩の時間帯 {first}-{last} では、勤務 {start}-{end} の途中"
        "に昼休憩を取れません。時間帯を広げてください。"
    ),
    "desk.toml has no shift to plan with; add at least one [[shifts.template]] with name, start, end, "
    "lunch_minutes and lunch_window": (
        "desk.toml に計画に使えるシフトがありません。name、start、end、lunch_minutes、lunch_window を指定した "
        "[[shifts.template]] を1つ以上追加してください。"
    ),
    "{person} is locked on {day} to two things at once: {first} until {end:%H:%M} and {second} from {start:%H:%M}; "
    "take one of the locks off (`tsunagari lock --list`)": (
        "{person} は {day} に同時に2つの予定へ固定されています（{first} は {end:%H:%M} まで、{second} は {start:%H:%M}"
        " から）。"
        "どちらかの固定を外してください（`tsunagari lock --list`）。"
    ),
    "{person} is locked on {day} to queue {queue!r}, which desk.toml does not have; take the lock off (`tsunagari lock "
    "--list`)": (
        "{person} は {day} に、desk.toml にないキュー「{queue}」へ固定されています。固定を外してください"
        "（`tsunagari lock --list`）。"
    ),
    # mending a plan
    "{person!r} is neither in staff.csv nor in the plan; write the name as it stands there": (
        "「{person}」は staff.csv にも計画にもありません。登録されているとおりに名前を書いてください。"
    ),
    "the plan from {first_day} to {last_day} holds nothing to mend on or after {today}; name a plan that reaches so "
    "far, or the day of what happened": (
        "{first_day}〜{last_day} の計画には、{today} 以降に直すところがありません。その日まで届く計画か、変更のあった日"
        "を指定してください。"
    ),
    "no required agents are known for {first} to {last}, so nobody can say what is missing; run `tsunagari staff`, or "
    "name them with --requirement FILE": (
        "{first}〜{last} の必要人数がわからないため、不足を計算できません。`tsunagari staff` を実行するか、"
        "--requirement ファイル で指定してください。"
    ),
    "the plan's column date holds no dates: {error}": "計画の date 列が日付ではありません：{error}",
    # what was asked
    "nobody waits on the line at this desk: its queues are written work; see `tsunagari backlog`": (
        "このデスクの窓口はメールなどの返信業務だけで、つながるのを待つお客様はいません。`tsunagari backlog` を"
        "ご利用ください。"
    ),
    "nobody waits on the line in queue {queue}: it is written work; see `tsunagari backlog`": (
        "窓口 {queue} はメールなどの返信業務で、つながるのを待つお客様はいません。`tsunagari backlog` をご利用くだ"
        "さい。"
    ),
    "{queue}: of those who wait {seconds} s, {share} are still there; beyond {until} s, after which {rest} still are, "
    "fewer than {least} waited, so that more is not known": (
        "{queue}：{seconds}秒待っても、お客様の{share}はまだ待っています。{until}秒（ここまで待つ方は{rest}）より"
        "長く待った方は{least}人に満たないため、その先はわかりません。"
    ),
    "{queue}: Erlang A takes a mean patience of {mean} s, from {hang_ups} hang-ups among {waits} waits of "
    "{weeks} weeks": (
        "{queue}：お客様が待てる時間は平均{mean}秒とします（アーランA式）。直近{weeks}週間の待ち{waits}件、うち途中で"
        "切れた{hang_ups}件からの推定です。"
    ),
    "{queue}: Erlang A takes a mean patience of {mean} s, the time waited by each of {hang_ups} hang-ups; the log does "
    "not tell enough single waits": (
        "{queue}：お客様が待てる時間は平均{mean}秒とします（アーランA式）。記録から1件ごとの待ち時間が十分にわからない"
        "ため、待ち時間の合計を途中で切れた{hang_ups}件で割りました。"
    ),
    "{queue}: Erlang A takes a mean patience of {mean} s, as desk.toml says (queue.patience_seconds)": (
        "{queue}：お客様が待てる時間は平均{mean}秒とします（アーランA式）。desk.toml の指定です"
        "（queue.patience_seconds）。"
    ),
    "{queue}: {hang_ups} hang-ups among {waits} waits of {weeks} weeks; from fewer than {least} no patience is "
    "estimated, and nobody is taken to hang up": (
        "{queue}：直近{weeks}週間の待ち{waits}件のうち、途中で切れたのは{hang_ups}件です。{least}件に満たないため待て"
        "る時間は推定せず、途中で切る方はいないものとします。"
    ),
    "{queue}: {hang_ups} hung up, but the log does not tell how long customers waited; nobody is taken to hang up": (
        "{queue}：途中で切れたのは{hang_ups}件ですが、待ち時間が記録にないため、途中で切る方はいないものとします。"
    ),
    "queue {queue} has no open interval with people between {first} and {last}{on_day}; choose a time within "
    "its opening hours and a day of the forecast and the plan": (
        "窓口 {queue} には{on_day} {first}〜{last} に配置のある受付時間がありません。受付時間内の時刻と、予測・"
        "計画のある日を指定してください。"
    ),
    " on {day}": " {day} の",
    "queue {queue} takes {channel}, which waits for its deadline and not for a person at a time; ask for a "
    "queue of {channels}, or staff it with another goal": (
        "窓口 {queue} のチャネル {channel} は返信期限までに対応するもので、その場でつながるのを待つものではあり"
        "ません。{channels} の窓口を指定するか、別の目標で必要人数を計算してください。"
    ),
    "one more person from {first} to {last}: the end comes after the start, both within one day; write for "
    "example 10:00-12:00": (
        "1人増員の時間帯 {first}〜{last}：終了は開始より後、どちらも同じ日の中としてください。例：10:00-12:00"
    ),
    "no required agents are known from {first_day} to {last_day} ({reach}); run `forecast` and `staff` with "
    "a horizon that reaches the plan's last day": (
        "{first_day}〜{last_day} の必要人数がありません（{reach}）。計画の最終日まで届く --horizon で "
        "`forecast` と `staff` を実行してください。"
    ),
    "there is none": "まだ1件もありません",
    "it ends on {day}": "{day} までです",
    "queue {queue} is not open at {at}, or it lies outside the forecast ({first} to {last}); "
    "ask for an open interval": (
        "窓口 {queue} は {at} に受付していないか、予測の期間（{first}〜{last}）の外です。"
        "受付時間内の時刻を指定してください。"
    ),
    "queue {queue} has no open interval in the span; there is nothing to promise": (
        "窓口 {queue} には期間内に受付時間がありません。約束できる応答率はありません。"
    ),
    "queue {queue} has no open interval in the span; there is nothing to staff": (
        "窓口 {queue} には期間内に受付時間がありません。必要人数は計算できません。"
    ),
    "the requirement of queue {queue} tells no contacts or no service level for some intervals, so nothing "
    "can be promised from it; have it computed from a forecast": (
        "窓口 {queue} の必要人数に、件数またはサービスレベルのない時間帯があるため、見込みを示せません。予測か"
        "ら計算し直してください。"
    ),
    "queue {queue} is known only by totals of up to {longest} minutes; people are reckoned in intervals of "
    "{most} minutes or less. Import its contacts one by one, or totals by the hour or finer; or let another queue "
    'of the desk lend its hours of the day: shape_from = "<queue>" at queue {queue} in desk.toml': (
        "窓口 {queue} の実績は最長{longest}分単位の集計だけです。人数は{most}分以下の単位で計算しますので、1件"
        "ごとの記録か、1時間以下の集計を取り込んでください。または、desk.toml の窓口 {queue} に shape_from = "
        '"<窓口名>" と指定すると、ほかの窓口から1日の時間ごとの配分を借りられます。'
    ),
    "the plan that stands ({first_day} to {last_day}) holds no open interval of what was asked, from {asked} for "
    "{days} days; ask for other days or times, or plan with `tsunagari plan --start DATE`": (
        "現在のシフト計画（{first_day}〜{last_day}）には、{asked} から{days}日間のお尋ねの受付時間がありません。"
        "別の日や時刻を指定するか、`tsunagari plan --start 日付` で計画を作成してください。"
    ),
    # tables given
    "the requirement names a queue twice ({queues}); give one for each queue": (
        "必要人数に同じ窓口が2回あります（{queues}）。窓口ごとに1つにしてください。"
    ),
    "requirement table: the column queue is missing; it names the queue of each row": (
        "必要人数の表に queue の列がありません。各行の窓口名を入れてください。"
    ),
    "the requirement table has no column {missing}; it has {columns}": (
        "必要人数の表に {missing} の列がありません。現在の列：{columns}"
    ),
    "the requirement table has no rows; write one for each open interval": (
        "必要人数の表にデータ行がありません。受付時間内の時間帯ごとに1行入れてください。"
    ),
    "requirement table, {row}: {column} is {value}; write {wanted}": (
        "必要人数の表の{row}：{column} が {value} です。{wanted}にしてください。"
    ),
    "row {number}": "{number}行目",
    "a time with its offset, like 2026-11-02T10:00:00+09:00": ("2026-11-02T10:00:00+09:00 のような時差付きの日時"),
    "the same {column} in every row, or split the table by queue": ("全行同じ {column}（窓口が違う場合は別々の表）"),
    "the same length above 0 in every row, in minutes": "全行同じ、0より大きい分数",
    "each interval once; {row} is the same one": "時間帯ごとに1行（{row}と同じ時間帯です）",
    "at least the {agents} agents of that row": "その行の必要稼働人数 {agents} 以上",
    "whole people, 0 or more, at most {most:,}": "0以上 {most:,} 以下の整数",
    "minutes above 0 and up to the {length} of the interval": "0より大きく{length}（その時間帯の長さ）以下の分数",
    "a number, 0 or more, or nothing": "0以上の数値、または空欄",
    "the plan has no column {column!r}; it needs {needed}, as `plan --out` writes them": (
        "シフト計画に「{column}」の列がありません。`plan --out` が書き出す次の列が必要です：{needed}"
    ),
    "the plan has no rows, so its days are unknown; give its first and last day": (
        "シフト計画にデータ行がなく、期間がわかりません。初日と最終日を指定してください。"
    ),
    "activity {kind!r} is unknown; it is one of {known}": (
        "activity「{kind}」は使えません。次のいずれかを指定してください：{known}"
    ),
    "plan row {number}: {error}": "シフト計画の{number}行目：{error}",
    "{path} line {line}": "{path} の{line}行目",
    "{path} row {number}": "{path} のデータ{number}行目",
    "and {count} more rows": "ほか{count}行",
    "the plans have no day in common: one holds {old_first} to {old_last}, the other {new_first} to {new_last}; "
    "compare plans of the same days": (
        "2つの計画に共通の日がありません（{old_first}〜{old_last} と {new_first}〜{new_last}）。同じ期間の計画を指定"
        "してください。"
    ),
    "{path} is no file; name a shift plan that is there": (
        "{path} というファイルはありません。シフト計画のファイルを指定してください。"
    ),
    "{path} holds no row of a plan; write one row an activity": (
        "{path} にシフト計画の行がありません。予定1件につき1行入れてください。"
    ),
    "{path} reaches from {first} to {last}, more than {most} days; mend the date that lies too far away, or split the "
    "file": (
        "{path} の期間（{first}〜{last}）が {most} 日を超えています。離れすぎた日付を直すか、ファイルを分けてください。"
    ),
    "{path} is text neither in UTF-8 nor in CP932; save it as CSV in UTF-8, as .xlsx or as .parquet": (
        "{path} の文字コードは UTF-8 でも CP932 でもありません。UTF-8 の CSV、.xlsx、.parquet のいずれかで保存して"
        "ください。"
    ),
    "date = {date!r} lies outside 1970 to 2099; mend it": (
        "date =「{date}」は1970〜2099年の範囲外です。直してください。"
    ),
    "start = {start!r} lies on {began}, and date = {date!r}; the date is the day on which the shift began": (
        "start =「{start}」は {began} ですが、date は「{date}」です。date にはシフトが始まった日を指定してください。"
    ),
    "{column} = {value!r}: the clock is changed then, so that this time comes twice or not at all; write it with its "
    "offset, like 2026-12-07T10:00:00+09:00": (
        "{column} =「{value}」は時計の切り替えで2回あるか存在しない時刻です。2026-12-07T10:00:00+09:00 のように時差を"
        "付けてください。"
    ),
    "{column} is empty; every row names one": "{column} が空欄です。各行に入力してください。",
    "date = {value!r} is no date; write 2026-12-07": (
        "date =「{value}」は日付ではありません。2026-12-07 のように指定してください。"
    ),
    "{column} = {value!r} is no time; write 2026-12-07T10:00:00+09:00": (
        "{column} =「{value}」は日時ではありません。2026-12-07T10:00:00+09:00 のように指定してください。"
    ),
    "{column} = {value!r} has no offset; write it with one, like 2026-12-07T10:00:00+09:00": (
        "{column} =「{value}」に時差がありません。2026-12-07T10:00:00+09:00 のように時差を付けてください。"
    ),
    "paid = {value!r} is neither true nor false": (
        "paid =「{value}」は true でも false でもありません。どちらかを指定してください。"
    ),
    "{person} on {date}: {activity!r} is no activity": (
        "{date} の {person}：「{activity}」という activity はありません。"
    ),
    "{person} on {date}: start and end carry a time zone": ("{date} の {person}：start と end には時差が必要です。"),
    "{person} on {date}: {activity} ends at {end}, not after its start": (
        "{date} の {person}：{activity} の終了 {end} が開始より後ではありません。"
    ),
    "a plan from {first_day} to {last_day} has no day": "{first_day}〜{last_day} の計画には1日も含まれません。",
    # what if
    "{part}: a change is told in seconds (other than 0) or as a factor (other than 1); tell one of the two": (
        "{part}の変更は、秒数（0以外）か倍率（1以外）のどちらか一方で指定してください。"
    ),
    "{seconds:g} s is no change of a handle time; write from -{most:g} to {most:g} seconds": (
        "処理時間の変更 {seconds:g}秒は指定できません。-{most:g}〜{most:g} 秒で指定してください。"
    ),
    "{factor:g} is no factor of a handle time; write 0.5 for half, 1.2 for a fifth more, {most:g} at most": (
        "処理時間の倍率 {factor:g} は指定できません。半分なら 0.5、2割増なら 1.2 のように、{most:g} 以下で指定して"
        "ください。"
    ),
    "{factor:g} is no factor of the contacts from {least:g} to {most:g}; write 1.4 for 40 % more": (
        "件数の倍率 {factor:g} は指定できません。4割増なら 1.4 のように、{least:g}〜{most:g} で指定してください。"
    ),
    "{count:g} people cannot be added or taken away; write a number other than 0, {most:g} at most": (
        "{count:g}人の増減は指定できません。0以外で {most:g} 以下の人数を指定してください。"
    ),
    "proficiency {proficiency:g} lies outside 0 to 2; 1 is full speed, 0.7 somebody who is still learning": (
        "習熟度 {proficiency:g} は 0〜2 の範囲外です。1 が標準の速さ、0.7 が習熟途中の人です。"
    ),
    "a threshold of {seconds:g} s cannot be; write seconds from 0 to {most:g}, for example 120": (
        "しきい値 {seconds:g}秒は指定できません。120 のように 0〜{most:g} 秒で指定してください。"
    ),
    "{count:g} people cannot be moved; write a number above 0": (
        "{count:g}人は移せません。0より大きい人数を指定してください。"
    ),
    "people who move from {away_from} to {to} would work longer or shorter; write two times of equal length": (
        "{away_from} から {to} へ移すと勤務の長さが変わります。同じ長さの時間帯を指定してください。"
    ),
    "a change from {first} to {last} cannot be: the end comes after the start, both within one day; write for example "
    "10:00-12:00": (
        "変更の時間帯 {first}〜{last}：終了は開始より後、どちらも同じ日の中としてください。例：10:00-12:00"
    ),
    "the handle time": "処理時間",
    "talk": "通話",
    "hold": "保留",
    "after-call work": "後処理",
    "{queue}: more people are taken away than are there, most of all at {at:%Y-%m-%d %H:%M}, where {people:.1f} are; "
    "nobody is reckoned with in such intervals": (
        "{queue}：減らす人数が配置を上回る時間帯があります（最大は {at:%Y-%m-%d %H:%M}、配置 {people:.1f}人）。"
        "その時間帯は0人として計算しました。"
    ),
    "queue {queue}: its log does not tell how long {part} takes; change its whole handle time instead "
    "(--handle-seconds, --handle-factor)": (
        "窓口 {queue} の記録には{part}の長さがありません。処理時間全体の変更（--handle-seconds、--handle-factor）で"
        "指定してください。"
    ),
    "queue {queue}: contacts take {seconds:.0f} s on average, {least:.0f} s at the quickest hour; they cannot take "
    "{less:g} s less. Write fewer seconds, or a factor": (
        "窓口 {queue} の処理時間は平均 {seconds:.0f}秒、最も短い時間帯で {least:.0f}秒です。{less:g}秒は短縮できませ"
        "ん。秒数を減らすか、倍率で指定してください。"
    ),
    "{queue}: {part} takes {seconds:.0f} s on average and cannot get shorter than 0; where it takes less than "
    "{asked:g} s all of it falls away, {saved:.0f} s on average": (
        "{queue}：{part}は平均 {seconds:.0f}秒で、0秒より短くはなりません。{asked:g}秒に満たない時間帯では全部なく"
        "なるものとし、短縮は平均 {saved:.0f}秒です。"
    ),
    "events.csv has {kind} on {day} already, and the forecast holds it; choose another day": (
        "events.csv には {day} の {kind} が登録済みで、予測に含まれています。別の日を指定してください。"
    ),
    "events.csv knows no past event of kind {kind!r} (known: {kinds}), so nothing tells its effect; enter the past "
    "ones, or tell a factor (--volume 1.3)": (
        "events.csv に種類「{kind}」の過去の記録がなく（登録済み：{kinds}）、影響がわかりません。過去の分を登録する"
        "か、倍率（--volume 1.3）で指定してください。"
    ),
    "{queue}: {first} hands on {after:,.1f} instead of {before:,.1f} contacts to be called back, {share:.1%} "
    "of those that it answers; nobody waits for them on the line, and their hours stay as they were here": (
        "{queue}：{first} から折り返しとして引き継がれる件数は {before:,.1f} 件から {after:,.1f} 件になります（"
        "{first} が応答した件数の {share:.1%}）。電話口で待つお客様はおらず、その延べ時間は変わらないものとします。"
    ),
    "{queue}: {first} hands on {after:,.1f} instead of {before:,.1f} contacts to it, {share:.1%} of those that "
    "it answers": (
        "{queue}：{first} から引き継がれる件数は {before:,.1f} 件から {after:,.1f} 件になります（{first} が"
        "応答した件数の {share:.1%}）。"
    ),
    "{queue}: its past does not tell what such an event brings; tell a factor (--volume 1.3)": (
        "{queue}：過去の記録からはイベントの影響がわかりません。倍率（--volume 1.3）で指定してください。"
    ),
    "people come to one queue or leave one; name it with --queue, one of {queues}": (
        "人の増減は1つの窓口について計算します。--queue で {queues} のいずれかを指定してください。"
    ),
    "{first} is past: what if looks ahead, and the log reaches to {today}; choose {today} or later": (
        "{first} は過去の日付です。これからの日について計算します。記録の続きは {today} からですので、{today} 以降を"
        "指定してください。"
    ),
    "a change on {on} lies outside the days looked at, {first} to {last}; choose other days or another day of the "
    "change": ("変更の日 {on} が対象期間 {first}〜{last} の外にあります。対象期間か変更の日を指定し直してください。"),
    "none of the queues asked of is open from {first} to {last}; choose other days": (
        "{first}〜{last} に受け付けている対象の窓口がありません。別の日を指定してください。"
    ),
    # pools
    "pooling takes two to {most} queues in which customers wait and are served one at a time; here that is {queues}. "
    "Choose others with --queue": (
        "まとめて計算できるのは、お客様が待ち、1件ずつ対応する窓口2〜{most}つです（現在の対象：{queues}）。--queue で"
        "指定してください。"
    ),
    # shrinkage
    "nothing in the log tells when people were available, so unplanned = {assumed} in desk.toml is assumed, not "
    "measured": (
        "記録からは誰がいつ待機していたかわからないため、desk.toml の unplanned = {assumed} は仮定であり、実測ではあり"
        "ません。"
    ),
    "of {people} people on {days} days no pause is told at all, so pauses do not show in this system; unplanned = "
    "{assumed} in desk.toml is assumed, not measured": (
        "{people}人・{days}日分の記録に離席が1件もなく、このシステムでは離席が残らないようです。desk.toml の "
        "unplanned = {assumed} は仮定であり、実測ではありません。"
    ),
    "{people} people on {days} days are too few for a figure: at least {least_people} people and {least_days} days; "
    "unplanned = {assumed} in desk.toml is assumed, not measured": (
        "{people}人・{days}日分では少なすぎて数値を出せません（{least_people}人・{least_days}日以上が必要）。"
        "desk.toml の unplanned = {assumed} は仮定であり、実測ではありません。"
    ),
    "unplanned shrinkage {rate} (95 %: {low} to {high}, between people and between days): {unplanned_hours} hours of "
    "pauses that nobody placed, of {scheduled_hours} hours on duty; {people} people, {days} days from {first} to "
    "{last}": (
        "計画外シュリンケージ {rate}（人と日によるばらつきを含む95%の範囲は{low}〜{high}）：{first}〜{last} の"
        "{people}人・{days}日、在席{scheduled_hours}時間のうち、計画にない離席が{unplanned_hours}時間。"
    ),
    "not in it, because the plan places it: {planned_hours} hours of lunch, training and meetings; {taken_for_lunch} "
    "pauses without such a reason were taken for lunch, one a day at most": (
        "シフト計画が置く昼休憩・研修・会議の{planned_hours}時間は含めていません。理由のない離席のうち{taken_for_lunch}件"
        "は、長さと時間帯から昼休憩とみなしました（1人1日1件まで）。"
    ),
    "sickness is not in it: who is ill does not sign in; add what your records say of it": (
        "病欠は含まれていません（休んだ人はログインしないため）。勤怠の記録からわかる分を加えてください。"
    ),
    "to take it over, write into desk.toml below [shrinkage], a line each: {line} and {measured} (now {assumed})": (
        "採用する場合は、desk.toml の [shrinkage] に {line} と {measured} を1行ずつ書いてください（現在は {assumed}）。"
    ),
    "scheduled people allow for unplanned shrinkage of {share}, which is assumed; `tsunagari shrinkage` estimates it "
    "where the log tells what people were doing": (
        "必要配置人数には計画外シュリンケージ{share}を見込んでいますが、これは仮定です。スタッフの状態の記録があれば "
        "`tsunagari shrinkage` で推定できます。"
    ),
    "scheduled people allow for unplanned shrinkage of {share}, as the log told until {day}": (
        "必要配置人数には計画外シュリンケージ{share}を見込んでいます（{day}までの記録による実測）。"
    ),
    "desk.toml says {assumed}, which lies within the doubt: nothing needs to change": (
        "desk.toml の {assumed} はこの範囲に入っているので、変更の必要はありません。"
    ),
    # speeds
    "no colleagues of staff.csv can be told apart in the log: it calls agents by pseudonyms, whom nobody is singled "
    "out by; `agents` in the desk's import settings would name them, if your desk wants that": (
        "staff.csv の人を記録の中で見分けられません。記録上の担当者は仮名で、個人はわからないようになっています。"
        "必要であれば、desk.toml の取り込み設定の agents で対応づけてください。"
    ),
    "speeds of {people} people beside all who took contacts of the same queues and topics; a proposal: nothing is "
    "written into staff.csv. Harder cases look like slower people, so ask before you use it": (
        "{people}人の速さを、同じ窓口・同じ用件を担当した全員と比べた目安です。staff.csv は書き換えません。難しい案件"
        "が多い人は遅く見えますので、事情を確かめてからお使いください。"
    ),
    "{person}: speed {speed} (95 %: {low} to {high}) from {contacts} contacts of {handle_seconds} s where colleagues "
    "take {expected_seconds} s; staff.csv says {now}": (
        "{person}：速さ {speed}（95%の範囲は{low}〜{high}）。{contacts}件の平均{handle_seconds}秒に対し、全員では"
        "{expected_seconds}秒。staff.csv では {now}。"
    ),
    "staff.csv lies within the doubt for everybody": "staff.csv の値は、どの人もこの範囲に入っています。",
}
