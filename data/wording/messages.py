"""What the room says to people, in Japanese by the English template."""

from data.wording import calendar, files, mappings, measures, overrides, people, queue_links, shift_rules, systems

JAPANESE: dict[str, str] = {
    **calendar.JAPANESE,
    **files.JAPANESE,
    **mappings.JAPANESE,
    **measures.JAPANESE,
    **overrides.JAPANESE,
    **people.JAPANESE,
    **shift_rules.JAPANESE,
    **queue_links.JAPANESE,
    **systems.JAPANESE,
    # desk.toml
    "{folder} is no desk: there is no file {file} in it. Make one with `tsunagari new {folder}`, or name the "
    "desk's folder with --desk.": (
        "{folder} はデスクのフォルダーではありません（{file} がありません）。`tsunagari new {folder}` で作成す"
        "るか、--desk でデスクのフォルダーを指定してください。"
    ),
    "{path} is not UTF-8 (byte {byte}); save it as UTF-8": (
        "{path} は UTF-8 ではありません（{byte} バイト目）。UTF-8 で保存し直してください。"
    ),
    "{path} is not complete TOML: {error}. Mend that line; `tsunagari new` writes a full example.": (
        "{path} は TOML として読み取れません：{error}。その行を修正してください。全項目の例は `tsunagari new` "
        "で作成できます。"
    ),
    "{path} {place}{key}{value}: {advice}": "{path} {place}{key}{value}：{advice}",
    "line {line}: ": "{line}行目：",
    "the file": "ファイル全体",
    "is missing; add it": "この項目がありません。追加してください。",
    "is not a field of desk.toml; mend the spelling or remove it": (
        "desk.toml にはない項目です。つづりを直すか、削除してください。"
    ),
    "must be a list; write it in brackets, even with a single entry": (
        "リストで指定してください。1件だけの場合も [ ] で囲みます。"
    ),
    "must be a table with fields of its own; `tsunagari new` writes a full example": (
        "項目を持つ表（テーブル）で指定してください。全項目の例は `tsunagari new` で作成できます。"
    ),
    "is no time zone of the IANA list; write one like Asia/Tokyo": (
        "IANA のタイムゾーン名ではありません。Asia/Tokyo のように指定してください。"
    ),
    'is no time zone of the IANA list; write one like Asia/Tokyo, or "" for the desk\'s': (
        'IANA のタイムゾーン名ではありません。Asia/Tokyo のように指定してください。"" はデスクのタイムゾーンを'
        "表します。"
    ),
    'has no holiday table; write a two-letter code like "JP", or "" for none': (
        'この国・地域の祝日表はありません。"JP" のような2文字のコードで指定してください。祝日がない場合は "" とします。'
    ),
    'is no date; write "2026-12-29", or "12-29" for every year': (
        '日付ではありません。"2026-12-29"、毎年の場合は "12-29" のように指定してください。'
    ),
    "shift {name}: ends at {end}, not after its start {start}": (
        "シフト {name}：終了 {end} が開始 {start} より後ではありません。時刻を修正してください。"
    ),
    "shift {name}: {lunch_minutes} minutes of lunch do not fit into {first}-{last} within the shift": (
        "シフト {name}：シフト中の {first}-{last} に昼休憩 {lunch_minutes}分が収まりません。時間帯を広げるか、"
        "昼休憩を短くしてください。"
    ),
    "shift {name}: latest_start {latest} lies before start {start}, or so late that the shift ends after midnight": (
        "シフト {name}：latest_start {latest} が開始 {start} より前か、シフトが0時を過ぎるほど遅い時刻です。"
        "時刻を修正してください。"
    ),
    "a break of {minutes} minutes does not fit into {first}-{last}; widen the window": (
        "{minutes}分の小休憩が {first}-{last} に収まりません。時間帯を広げてください。"
    ),
    "two shift templates carry the same name; give each its own": (
        "同じ名前のシフトが2つあります。別々の名前を付けてください。"
    ),
    "{name} names a mapping and a table of totals; give each its own name": (
        "{name} が列の対応（mapping）と集計（totals）の両方の名前になっています。別々の名前を付けてください。"
    ),
    "must rise, for example [30, 60, 180]": "小さい順に並べてください。例：[30, 60, 180]",
    "another queue carries that name; give each its own": (
        "同じ名前の窓口がほかにあります。別々の名前を付けてください。"
    ),
    "must begin with a letter or digit and hold letters, digits, spaces, dots and dashes, 40 at most": (
        "先頭は文字か数字とし、文字・数字・空白・ピリオド・ハイフンだけの40文字以内にしてください。"
    ),
    "{reason}; {way_out}": "{reason}。{way_out}",
    "queue {name} takes {taken}, but there is no [hours.{taken}]": (
        "窓口 {name} のチャネルは {taken} ですが、[hours.{taken}] がありません。受付時間を追加してください。"
    ),
    "desk.toml has no queue {name!r}; it has {known}": (
        "desk.toml に窓口「{name}」はありません。登録済みの窓口：{known}"
    ),
    "[hours.{channel}] of desk.toml is open on too few days after {last_day} to count {business_days} "
    "business days; give it opening hours": (
        "desk.toml の [hours.{channel}] は {last_day} より後の営業日が少なく、{business_days}営業日を数えられま"
        "せん。受付時間を設定してください。"
    ),
    "what comes at closing time has {open:g} open hours until then, too few for deadline_business_hours = {hours:g}; "
    "write {enough} or more, or fewer hours": (
        "営業終了間際に届いた分にはそれまでに{open:g}営業時間しかなく、deadline_business_hours = {hours:g} に足りませ"
        "ん。{enough} 以上にするか、時間数を減らしてください。"
    ),
    "what comes at closing time has {open:g} open hours until then, too few for deadline_business_hours = {hours:g}; "
    "write fewer hours": (
        "営業終了間際に届いた分にはそれまでに{open:g}営業時間しかなく、deadline_business_hours = {hours:g} に足りませ"
        "ん。時間数を減らしてください。"
    ),
    # staff.csv, leave.csv, events.csv
    "leave.csv names {person!r}, who is not in staff.csv; add the person or mend the name": (
        "leave.csv の「{person}」が staff.csv にありません。staff.csv に追加するか、名前を修正してください。"
    ),
    "events.csv: {name!r} touches queue {queue!r}, but desk.toml has {known}; mend the name, or leave it "
    "empty for all": (
        "events.csv の「{name}」に窓口「{queue}」とありますが、desk.toml の窓口は {known} です。名前を修正する"
        "か、全窓口の場合は空欄にしてください。"
    ),
    "{person!r} stands twice; one row a person, told apart by name": (
        "「{person}」が2回出てきます。1人1行とし、同名の方は区別できる名前にしてください。"
    ),
    "person = {person!r} is not in staff.csv; add the person or mend the name": (
        "person =「{person}」が staff.csv にありません。staff.csv に追加するか、名前を修正してください。"
    ),
    "queue = {queue!r} is not in desk.toml, which has {known}; mend the name, or leave it empty for all": (
        "queue =「{queue}」が desk.toml にありません（登録済みの窓口：{known}）。名前を修正するか、全窓口の場合は"
        "空欄にしてください。"
    ),
    "{path} has no column {column!r}; its first line must name {needed}, parted by commas, but {found}": (
        "{path} に「{column}」の列がありません。1行目にカンマ区切りで次の列名が必要です：{needed}（{found}）"
    ),
    "it names {columns}": "現在の1行目：{columns}",
    "it is empty": "現在は空です",
    "{path} line 1: column {column!r} comes {times} times; keep one of it": (
        "{path} 1行目：「{column}」の列が{times}個あります。1個だけにしてください。"
    ),
    "{path} is a folder; put a CSV file of that name in its place": (
        "{path} はフォルダーです。同じ名前の CSV ファイルに置き換えてください。"
    ),
    '{path} is no UTF-8 text file (byte {byte}); save it as CSV in UTF-8 (in Excel: "CSV UTF-8")': (
        "{path} は UTF-8 のテキストファイルではありません（{byte} バイト目）。UTF-8 の CSV（Excel では「CSV UTF-8」）で"
        "保存し直してください。"
    ),
    "{path} cannot be read: {reason}; mend the file or its permissions": (
        "{path} を読み取れません：{reason}。ファイルまたはアクセス権を確認してください。"
    ),
    "{path} near line {line}: {error}; close each opened quote, and double one within a cell": (
        "{path} {line}行目付近：{error}。引用符は必ず閉じ、値の中の引用符は2つ重ねてください。"
    ),
    "{path} line {line}: {column} = {text!r} holds a control character; write it on one line, as text": (
        "{path} {line}行目：{column} = {text!r} に制御文字が含まれています。改行のない文字だけで入力してください。"
    ),
    "{path} line {line}: there are more cells than the first line names columns; put a cell that holds a "
    "comma in quotes": (
        "{path} {line}行目：1行目の列名より値の数が多くなっています。カンマを含む値は引用符で囲んでください。"
    ),
    "{path} line {line}: {error}": "{path} {line}行目：{error}",
    "start is empty; write a date like 2026-04-01": ("start が空欄です。2026-04-01 のように日付を指定してください。"),
    "{column} = {text!r} is no date; write 2026-04-01": (
        "{column} =「{text}」は日付ではありません。2026-04-01 のように指定してください。"
    ),
    "{column} = {text!r} is no date or time; write 2026-04-01 or 2026-04-01T13:00": (
        "{column} =「{text}」は日付や時刻ではありません。2026-04-01 または 2026-04-01T13:00 のように指定してください。"
    ),
    "{column} = {text!r} carries an offset; leave.csv holds the desk's wall-clock times": (
        "{column} =「{text}」に時差が付いています。leave.csv にはデスクの現地時刻を時差なしで指定してください。"
    ),
    "{column} = {text!r} lies too far away; write a date that the plan can reach": (
        "{column} =「{text}」は遠すぎます。計画が届く範囲の日付を指定してください。"
    ),
    "end = {end!r} does not lie after start = {start!r}; exchange or mend them": (
        "end =「{end}」が start =「{start}」より後ではありません。入れ替えるか修正してください。"
    ),
    "{column} = {text!r} is no number; write one like 8 or 0.9": (
        "{column} =「{text}」は数値ではありません。8 や 0.9 のように指定してください。"
    ),
    "{column} = {text!r} is no finite number; write one like 8 or 0.9": (
        "{column} =「{text}」は有限の数値ではありません。8 や 0.9 のように指定してください。"
    ),
    "{column} = {text!r} is no whole number": ("{column} =「{text}」は整数ではありません。整数で指定してください。"),
    "{column} = {text!r} is neither true nor false; write one of them, or nothing": (
        "{column} =「{text}」は true でも false でもありません。どちらかを指定するか、空欄にしてください。"
    ),
    "event {name!r} ends on {end}, before it starts on {start}": (
        "予定「{name}」の終了日 {end} が開始日 {start} より前です。日付を修正してください。"
    ),
    "event {name!r} has effect {effect}; write a factor above 0, for example 1.3": (
        "予定「{name}」の effect が {effect} です。1.3 のように0より大きい倍率（100まで）で指定してください。"
    ),
    "{person}: kind {kind!r} is none of {known}": (
        "{person}：kind「{kind}」は使えません。次のいずれかを指定してください：{known}"
    ),
    "{person}: leave ends at {end}, not after its start {start}": (
        "{person}：休みの終了 {end} が開始 {start} より後ではありません。日時を修正してください。"
    ),
    # the mappings of desk.toml
    "name either queue (the same for every row) or queue_column, not both and not neither": (
        "queue（全行同じ窓口）と queue_column のどちらか一方を指定してください。"
    ),
    "entered_at names at least one column": "entered_at には列名を1つ以上指定してください。",
    'cannot part columns; write ",", ";" or "\\t"': (
        '区切り文字として使えません。","、";" または "\\t" を指定してください。'
    ),
    "is no encoding; write utf-8, cp932 (Windows, Japanese) or utf-16": (
        "文字コードの名前ではありません。utf-8、cp932（Windows の日本語）、utf-16 などを指定してください。"
    ),
    'is no strptime form; write one like "%Y/%m/%d %H:%M:%S", or "" for ISO 8601': (
        '日時の書式（strptime）ではありません。"%Y/%m/%d %H:%M:%S" のように指定してください。ISO 8601 の場合は '
        '"" とします。'
    ),
    "name either interval_start or date, not both and not neither": (
        "interval_start と date のどちらか一方を指定してください。"
    ),
    "name either the column offered or a table of bands, not both and not neither": (
        "offered の列と bands の表のどちらか一方を指定してください。"
    ),
    "bands are parts of a day; name the column date instead of interval_start": (
        "bands は1日の中の時間帯です。interval_start ではなく date の列を指定してください。"
    ),
    "bands are columns of counts; a file with bands tells no other figures": (
        "bands は件数の列です。bands を使うファイルでは、ほかの数値の列は指定できません。"
    ),
    "interval_minutes says how long a row's stretch is: 5 to 1440": (
        "interval_minutes には1行が表す長さ（分）を5〜1440で指定してください。"
    ),
    "interval_minutes says how long a row's stretch is: 5 to 1440; 0 where time tells bands": (
        "interval_minutes には1行が表す長さ（分）を5〜1440で指定してください。time の列が時間帯（9:00〜9:30 など）で"
        "あれば0とします。"
    ),
    "a row of a date is a whole day; leave interval_minutes out, or name the column time": (
        "date の行は1日分です。interval_minutes を削除するか、time の列を指定してください。"
    ),
    "time is a time of a day; name the column date as well, and no bands": (
        "time は1日の中の時刻です。date の列も指定し、bands は削除してください。"
    ),
    "name either queue or queue_column, not both and not neither": (
        "queue と queue_column のどちらか一方を指定してください。"
    ),
    "{mean} is of the answered contacts; name the column answered as well": (
        "{mean} は応答した件の平均です。answered の列も指定してください。"
    ),
    "{mean} and {total} tell the same; name one of them": (
        "{mean} と {total} は同じ内容です。どちらか一方を指定してください。"
    ),
    # logs
    "name at least one file to import, for example logs/*.csv": (
        "取り込むファイルを1つ以上指定してください。例：logs/*.csv"
    ),
    "desk.toml does not say yet what the columns of {path} mean. They are: {columns}. Write a mapping into "
    "desk.toml, for example this one, and check each line:\n\n{proposed}": (
        "{path} の列の意味が desk.toml にまだありません。列名：{columns}。たとえば次の対応を desk.toml に書き加"
        "え、1行ずつご確認ください。\n\n{proposed}"
    ),
    "none": "なし",
    "{path} fits several mappings of desk.toml: {names}; say which, for example with --format {first}": (
        "{path} に当てはまる対応が desk.toml に複数あります：{names}。--format {first} のように、どれを使うか指"
        "定してください。"
    ),
    "desk.toml has no [import.mapping.{name}]; {known}. Write one, or leave --format out to let the columns decide": (
        "desk.toml に [import.mapping.{name}] がありません（{known}）。書き加えるか、--format を省いて列名から"
        "自動で判定させてください。"
    ),
    "it has {names}": "登録済み：{names}",
    "it has none yet": "まだ1つもありません",
    "{path} has no column {missing} that [{table}.{name}] of desk.toml names. It has: {columns}. Mend the "
    "mapping, or add another one for this form of file": (
        "desk.toml の [{table}.{name}] にある列 {missing} が {path} にありません。ファイルの列名：{columns}。対"
        "応を修正するか、この形式用の対応を追加してください。"
    ),
    '{path} has {count} columns "{column}", which {table}.{name}.{field} names; give each its own name in the export': (
        "{table}.{name}.{field} で指定された列「{column}」が {path} に{count}個あります。書き出し時に別々の列名"
        "を付けてください。"
    ),
    "{where}: queue {name} takes {taken}, the mapping {channel}; write the channel of the rows into the "
    "mapping, or name a queue of that channel": (
        "{where}：窓口 {name} のチャネルは {taken}、対応のチャネルは {channel} です。対応に行のチャネルを指定す"
        "るか、そのチャネルの窓口を指定してください。"
    ),
    "{where}: {error}": "{where}：{error}",
    "{path} is a folder; name the files in it, for example {path}/*.csv": (
        "{path} はフォルダーです。{path}/*.csv のように中のファイルを指定してください。"
    ),
    "there is no file {path}; check its name and the folder you are in": (
        "{path} というファイルはありません。名前と現在のフォルダーをご確認ください。"
    ),
    "{path} is empty; export it again": "{path} は空のファイルです。もう一度書き出してください。",
    "{path} is an Excel workbook or another zip archive; save it as CSV and import that": (
        "{path} は Excel ブックまたは ZIP ファイルです。CSV で保存し、それを取り込んでください。"
    ),
    "{path} is no CSV: it holds binary data; export the log as CSV and import that": (
        "{path} は CSV ではありません（バイナリーデータを含みます）。CSV で書き出し、それを取り込んでください。"
    ),
    "{path} line {number}: the row there is longer than {most:,} characters, so this is no contact log as it "
    "was exported; export it again": (
        "{path} {number}行目：1行が{most:,}文字を超えており、書き出されたままの記録ではありません。もう一度書き"
        "出してください。"
    ),
    "{path} is no CSV: its first row cannot be read ({error})": (
        "{path} は CSV ではありません。1行目を読み取れません（{error}）。CSV で書き出し直してください。"
    ),
    "{path} line {line}: a quotation mark opens there and is not closed properly ({error}); mend that line "
    "or export the file again": (
        "{path} {line}行目：引用符が正しく閉じられていません（{error}）。その行を修正するか、もう一度書き出して"
        "ください。"
    ),
    "{path} is not {encoding} ({error}); {way_out}": (
        "{path} の文字コードは {encoding} ではありません（{error}）。{way_out}"
    ),
    'write encoding = "{guessed}" in its [import.mapping.<name>] of desk.toml': (
        'desk.toml の [import.mapping.<名前>] に encoding = "{guessed}" と指定してください。'
    ),
    "some of it is not text in {encoding}; export it again": (
        "{encoding} の文字ではない部分があります。もう一度書き出してください。"
    ),
    "{error}; export it again": "{error}。もう一度書き出してください。",
    "{path} is damaged: {error}; fetch it again": "{path} は壊れています：{error}。もう一度取得してください。",
    "{file}: {read} rows read = {new} new + {changed} changed + {same} same + {rejected} rejected{alone}": (
        "{file}：読み取り {read}行 = 新規 {new} + 変更 {changed} + 変化なし {same} + 取り込み不可 {rejected}{alone}"
    ),
    "; it holds a header and no rows": "（見出しだけで、データ行がありません）",
    "  {rows} rejected: {reason}": "  取り込み不可 {rows}行：{reason}",
    # the store
    "this desk's log is empty; bring contacts in with `tsunagari import FILE...` first": (
        "このデスクにはまだ記録がありません。先に `tsunagari import ファイル...` で取り込んでください。"
    ),
    "nothing was known at {until}: the log begins on {first_day}. Choose a later --as-of.": (
        "{until} の時点では記録がありません。記録は {first_day} から始まります。それより後の --as-of を指定して"
        "ください。"
    ),
    "{holder} is working on this desk and was not done within {seconds:g} seconds; nothing was changed. Try "
    "again when it has ended, or wait longer with --wait SECONDS.": (
        "このデスクでは {holder} が実行中で、{seconds:g}秒以内に終わりませんでした。何も変更していません。終了"
        "後にもう一度実行するか、--wait 秒数 で待ち時間を延ばしてください。"
    ),
    "another command": "別のコマンド",
    "{folder} cannot be written: {reason}; name a folder you may write to": (
        "{folder} に書き込めません：{reason}。書き込めるフォルダーを指定してください。"
    ),
    "{folder} already holds a {name}; name another folder, or move that file away first": (
        "{folder} にはすでに {name} があります。別のフォルダーを指定するか、先にそのファイルを移動してください。"
    ),
    "the records ({address}) cannot be opened or read: {error}. Where the file is damaged, move it away: "
    "plans saved in it are lost, logs and forecasts are not.": (
        "業務記録（{address}）を開けないか、読み取れません：{error}。ファイルが壊れている場合は移動してください。"
        "保存済みのシフト計画は失われますが、取り込んだ記録と予測は残ります。"
    ),
    "this desk has published nothing yet; run `tsunagari import FILE...`, then `tsunagari forecast`": (
        "このデスクにはまだ公開された集計がありません。`tsunagari import ファイル...`、続いて `tsunagari "
        "forecast` を実行してください。"
    ),
    "{folder} cannot be written, and every command keeps its store and its lock there; give yourself the right "
    "to write into it, or work on a copy of the desk": (
        "{folder} に書き込めません。どのコマンドも保存先とロックをここに置きます。書き込み権限を付けるか、デスクの"
        "コピーで作業してください。"
    ),
    "{path} was made by another version, whose form cannot be carried over; use that version, or move the file "
    "away and import the logs again": (
        "{path} は別のバージョンで作られたもので、そのままでは使えません。そのバージョンを使うか、ファイルを移動して"
        "記録を取り込み直してください。"
    ),
    "{path} cannot be opened or read: {told}. Where it is damaged, move it away and import the logs again; a "
    "damaged snapshot is made anew by `tsunagari forecast`.": (
        "{path} を開けないか、読み取れません：{told}。壊れている場合は移動し、記録を取り込み直してください。壊"
        "れた集計は `tsunagari forecast` で作り直せます。"
    ),
    "{path} is no file; name a CSV or Parquet file that is there": (
        "{path} というファイルはありません。実在する CSV または Parquet ファイルを指定してください。"
    ),
    "{path} ends in neither .csv nor .parquet; the ending says which to write": (
        "{path} の拡張子が .csv でも .parquet でもありません。拡張子で形式が決まりますので、どちらかにしてください。"
    ),
    "{path} cannot be written: {error}": "{path} に書き込めません：{error}",
    "{path} cannot be read as CSV in UTF-8: {error}": "{path} を UTF-8 の CSV として読み取れません：{error}",
    "{path} cannot be read as Parquet: {error}": "{path} を Parquet として読み取れません：{error}",
    # the sample desks
    "{folder} is not empty; a sample desk is written into a new or empty folder, so name another": (
        "{folder} は空ではありません。サンプルデスクは新しいフォルダーか空のフォルダーに作成しますので、別のフ"
        "ォルダーを指定してください。"
    ),
    "there is no sample desk {kind!r}; there are {known}": (
        "サンプルデスク「{kind}」はありません。次から選んでください：{known}"
    ),
    "seed {seed} is below 0; name a seed from 0 up": "シード {seed} が0未満です。0以上を指定してください。",
    "{since} to {until} is too short for a sample desk; give it {days} days at least": (
        "{since}〜{until} はサンプルデスクには短すぎます。{days}日以上にしてください。"
    ),
}
