"""What is said of files that come in: packed ones, workbooks, JSON, and what becomes of them once they are read."""

JAPANESE: dict[str, str] = {
    # packed files and workbooks
    "{path} is a workbook of the old form (.xls) or one that is locked with a password; save it as .xlsx "
    "without a password, or as CSV, and import that": (
        "{path} は旧形式（.xls）またはパスワード付きのブックです。パスワードなしの .xlsx か CSV で保存し、それを取"
        "り込んでください。"
    ),
    "{path} is {kind}; unpack it and import the files in it, or pack them as .zip or .gz": (
        "{path} は {kind} ファイルです。展開して中のファイルを取り込むか、.zip または .gz で圧縮し直してください。"
    ),
    "{path} is an empty .zip; pack the files again": "{path} は空の .zip です。もう一度圧縮してください。",
    "{archive} holds another archive or a workbook; unpack it and import what is in it": (
        "{archive} の中に別の圧縮ファイルまたはブックがあります。展開して中のファイルを取り込んでください。"
    ),
    "{archive} holds a path that leads out of it or is none: {name!r}; nothing was read": (
        "{archive} に、外へ出るパスまたはパスではない名前があります：{name!r}。何も読み取っていません。展開して中の"
        "ファイルを取り込んでください。"
    ),
    "{archive} holds a link, {name}; pack the file itself": (
        "{archive} にリンク {name} があります。ファイルそのものを圧縮してください。"
    ),
    "{archive} is locked with a password; unpack it and import the files in it": (
        "{archive} にはパスワードがかかっています。展開して中のファイルを取り込んでください。"
    ),
    "{path} would be more than {megabytes:,} MB when it is unpacked, which no log of its size is (at most {ratio} "
    "times as large, and {gigabytes:,} GB); unpack it yourself where it is sound": (
        "{path} は展開すると {megabytes:,} MB を超え、この大きさの記録としては不自然です（上限は{ratio}倍、"
        "{gigabytes:,} GB）。問題のないファイルであれば、ご自身で展開してから取り込んでください。"
    ),
    "{path} holds {files:,} files, more than {most:,}; import them in parts": (
        "{path} には{files:,}個のファイルがあり、上限の{most:,}個を超えています。分けて取り込んでください。"
    ),
    "{path} is damaged at {name}: {error}; fetch it again": (
        "{path} の {name} が壊れています：{error}。もう一度取得してください。"
    ),
    "{path} holds {megabytes:,} MB of texts; save the sheet with the log as CSV": (
        "{path} の文字データが {megabytes:,} MB あります。記録のシートを CSV で保存し、それを取り込んでください。"
    ),
    "{path} is a workbook without any filled sheet; export it again": (
        "{path} には値のあるシートがありません。もう一度書き出してください。"
    ),
    "{path} is a workbook that cannot be read ({kind}: {error}); save it anew, or as CSV": (
        "{path} のブックを読み取れません（{kind}: {error}）。保存し直すか、CSV で保存してください。"
    ),
    "{path} has {columns:,} columns, no log has more than {most:,}; export it again": (
        "{path} には{columns:,}列あり、上限の{most:,}列を超えています。もう一度書き出してください。"
    ),
    # JSON
    "{path} is a folder; name the files in it, for example {path}/*.json": (
        "{path} はフォルダーです。{path}/*.json のように中のファイルを指定してください。"
    ),
    "{path} {place}: {what}; export it again": "{path} {place}：{what}。もう一度書き出してください。",
    "as a whole": "全体",
    "line {line}": "{line}行目",
    "character {number}": "{number}文字目",
    "no JSON, {what}": "JSON ではありません（{what}）",
    "what stands there is longer than {most:,} characters, so it is no record": (
        "1件が{most:,}文字を超えており、記録ではありません"
    ),
    "there are NUL bytes, which are no text in UTF-8": "UTF-8 の文字ではない NUL バイトがあります",
    "it is no UTF-8 ({error})": "UTF-8 ではありません（{error}）",
    "its brackets are nested too deeply": "かっこの入れ子が深すぎます",
    "the file ends in the middle": "ファイルが途中で終わっています",
    "it is broken or ends in the middle ({error})": "壊れているか、途中で終わっています（{error}）",
    "the name of a member is missing": "項目名がありません",
    "neither an object nor a list of objects": "オブジェクトでもオブジェクトの一覧でもありません",
    '"{mark}" is missing': "「{mark}」がありません",
    # what stays, and what is taken back
    "{first} and {more} more": "{first} ほか{more}件",
    "{names} was read and is deleted from logs/ ([import] keep_logs = false in desk.toml)": (
        "{names} を読み取り、logs/ から削除しました（desk.toml の [import] keep_logs = false）。"
    ),
    "{names} stays in logs/ with what it says of customers: [import] keep_logs = true in desk.toml": (
        "{names} はお客様の情報を含んだまま logs/ に残っています（desk.toml の [import] keep_logs = true）。"
    ),
    "{rows} {what} from before {day} are deleted: [import.keep_months] {kind} = {months} in desk.toml": (
        "{day} より前の{what}を{rows}行削除しました（desk.toml の [import.keep_months] {kind} = {months}）。"
    ),
    "legs": "対応の記録",
    "events of calls (Asterisk)": "通話イベントの記録（Asterisk）",
    "call records (Asterisk)": "通話明細（Asterisk）",
    "contact records (Amazon Connect)": "問い合わせレコード（Amazon Connect）",
    "records of contacts": "問い合わせの記録",
    "versions of tickets (Zendesk)": "チケットの各版（Zendesk）",
    "metrics of tickets (Zendesk)": "チケットの指標（Zendesk）",
    "rows of tables (Cisco UCCX)": "表の行（Cisco UCCX）",
    "versions of tickets (other systems)": "チケットの各版（その他のシステム）",
    "messages of tickets (other systems)": "チケットのやり取り（その他のシステム）",
    "events of tickets (Zendesk)": "チケットのイベント（Zendesk）",
    "events of agents (Asterisk)": "オペレーターのイベント（Asterisk）",
    "events of agents (Amazon Connect)": "オペレーターのイベント（Amazon Connect）",
    "refused rows": "取り込めなかった行の記録",
    "stretches of agents' states": "オペレーターの状態の記録",
    "import {batch} is undone ({files}): {before} legs before, {after} now. A file that still lies in logs/ comes in "
    "again with the next `tsunagari run`; take it away where it is wrong.": (
        "取り込み {batch}（{files}）を取り消しました。対応の記録は {before}件から {after}件になりました。logs/ に残っ"
        "ているファイルは次の `tsunagari run` で再び取り込まれます。誤ったファイルは取り除いてください。"
    ),
    "import {batch} is undone already; `tsunagari import --list` shows which are not": (
        "取り込み {batch} はすでに取り消されています。`tsunagari import --list` で有効なものを表示できます。"
    ),
    "there is no import {batch}; {known}. `tsunagari import --list` tells what each brought": (
        "取り込み {batch} はありません（{known}）。`tsunagari import --list` でそれぞれの内容を表示できます。"
    ),
    "there are {batches}": "有効な番号：{batches}",
    "there is none yet": "まだ1つもありません",
    "what was given is neither a number of six digits or more nor a mail address; give the customer's number as it was "
    "dialled, for example 03-0000-0000": (
        "6桁以上の番号でもメールアドレスでもありません。お客様の番号を 03-0000-0000 のように指定してください。"
    ),
    "{path} can be read by others than its owner; run: chmod 600 {path}": (
        "{path} を所有者以外も読み取れる状態です。次を実行してください：chmod 600 {path}"
    ),
    "{path} holds no key of 32 bytes in hexadecimal; put the right file back from your backup": (
        "{path} に32バイトの鍵（16進数）がありません。バックアップから正しいファイルを戻してください。"
    ),
    "there is no room left to write {path} ({told}); nothing was changed. Make room, try again": (
        "{path} に書き込む空きがありません（{told}）。何も変更していません。空きを作り、もう一度実行してください。"
    ),
}
