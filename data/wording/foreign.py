"""What the libraries below us say of a user's file or option, in Japanese, by their English templates."""

FOREIGN: dict[str, str] = {
    # tomllib
    "{what} (at line {line}, column {column})": "{what}（{line}行目、{column}文字目）",
    "{what} (at end of document)": "{what}（ファイルの末尾）",
    "Invalid statement": "文として読み取れません",
    "Expected newline or end of document after a statement": "文の後に改行が必要です",
    "Expected '=' after a key in a key/value pair": "項目名の後に「=」が必要です",
    "Expected ']' at the end of a table declaration": "表の見出しの終わりに「]」が必要です",
    "Expected ']]' at the end of an array declaration": "表の見出しの終わりに「]]」が必要です",
    "Expected {what}": "{what} が必要です",
    "Found invalid character {what}": "使えない文字 {what} があります",
    "Illegal character {what}": "使えない文字 {what} があります",
    "Cannot declare {key} twice": "{key} が2回宣言されています",
    "Cannot overwrite a value": "同じ項目が2回指定されています",
    "Cannot mutate immutable namespace {key}": "{key} にはここで項目を追加できません",
    "Cannot redefine namespace {key}": "{key} が2回定義されています",
    "Duplicate inline table key {key}": "項目 {key} が2回指定されています",
    "Invalid initial character for a key part": "項目名の先頭に使えない文字があります",
    "Unclosed array": "「[」が閉じられていません",
    "Unclosed inline table": "波かっこが閉じられていません",
    "Unescaped '\\' in a string": "文字列の中の「\\」は「\\\\」と書いてください",
    "Invalid hex value": "16進数の値が正しくありません",
    "Escaped character is not a Unicode scalar value": "エスケープされた文字が正しくありません",
    "Unterminated string": "文字列の引用符が閉じられていません",
    "Invalid date or datetime": "日付または日時が正しくありません",
    "Invalid value": "値が正しくありません",
    # pydantic
    "Input should be greater than {limit}": "{limit} より大きい値にしてください",
    "Input should be greater than or equal to {limit}": "{limit} 以上の値にしてください",
    "Input should be less than {limit}": "{limit} より小さい値にしてください",
    "Input should be less than or equal to {limit}": "{limit} 以下の値にしてください",
    "Input should be a finite number": "有限の数値にしてください",
    "Input should be a valid number": "数値にしてください",
    "Input should be a valid number, unable to parse string as a number": "数値にしてください",
    "Input should be a valid integer": "整数にしてください",
    "Input should be a valid integer, unable to parse string as an integer": "整数にしてください",
    "Input should be a valid integer, got a number with a fractional part": "整数にしてください",
    "Input should be a valid boolean": "true または false にしてください",
    "Input should be a valid boolean, unable to interpret input": "true または false にしてください",
    "Input should be a valid string": "文字列にしてください（引用符で囲みます）",
    "Input should be a valid date": "日付にしてください",
    "Input should be a valid date or datetime, {reason}": "2026-04-01 のような日付にしてください",
    "Input should be a valid date in the format YYYY-MM-DD, {reason}": "2026-04-01 のような日付にしてください",
    "Input should be {choices}": "次のいずれかにしてください：{choices}",
    "String should have at least {count} character": "{count}文字以上にしてください",
    "String should have at least {count} characters": "{count}文字以上にしてください",
    "String should have at most {count} character": "{count}文字以下にしてください",
    "String should have at most {count} characters": "{count}文字以下にしてください",
    "String should match pattern '{pattern}'": "使えない文字があるか、長すぎます（形式：{pattern}）",
    "Tuple should have at least {count} item after validation, not {given}": (
        "{count}件以上にしてください（現在 {given}件）"
    ),
    "Tuple should have at least {count} items after validation, not {given}": (
        "{count}件以上にしてください（現在 {given}件）"
    ),
    "Tuple should have at most {count} item after validation, not {given}": (
        "{count}件以下にしてください（現在 {given}件）"
    ),
    "Tuple should have at most {count} items after validation, not {given}": (
        "{count}件以下にしてください（現在 {given}件）"
    ),
    # click
    "{value} is not in the range {range}.": "{value} は範囲外です。{range} の範囲で指定してください。",
    "{value} is not one of {choices}.": "{value} は選べません。次のいずれかを指定してください：{choices}",
    "{value} is not a valid integer.": "{value} は整数ではありません。整数を指定してください。",
    "{value} is not a valid float.": "{value} は数値ではありません。数値を指定してください。",
    "{value} is not a valid integer range.": "{value} は整数ではありません。整数を指定してください。",
    "{value} is not a valid float range.": "{value} は数値ではありません。数値を指定してください。",
    "Missing option {name}.": "{name} を指定してください。",
    "Missing argument {name}.": "{name} を指定してください。",
    "Missing argument {name}. Choose from:\n\t{choices}": ("{name} を次から選んで指定してください：\n\t{choices}"),
    "No such option {name}.": "{name} というオプションはありません。",
    "No such option {name}. Did you mean {other}?": ("{name} というオプションはありません。{other} ではありませんか。"),
    "No such option {name}. (Did you mean one of: {other}?)": (
        "{name} というオプションはありません。次のいずれかではありませんか：{other}"
    ),
    "No such command {name}.": "{name} というコマンドはありません。",
    "No such command {name}. Did you mean {other}?": ("{name} というコマンドはありません。{other} ではありませんか。"),
    "No such command {name}. (Did you mean one of: {other}?)": (
        "{name} というコマンドはありません。次のいずれかではありませんか：{other}"
    ),
    "Option {name} requires an argument.": "{name} には値が必要です。",
    "Option {name} does not take a value.": "{name} には値を付けられません。",
    "Got unexpected extra argument ({words})": "余分な引数があります：{words}",
    "Got unexpected extra arguments ({words})": "余分な引数があります：{words}",
    "Missing command.": "コマンドを指定してください。",
    # csv, gzip, codecs and the system
    "unexpected end of data": "データが途中で終わっています",
    "'{mark}' expected after '{quote}'": "閉じる引用符の後に区切り文字がありません",
    "Compressed file ended before the end-of-stream marker was reached": "圧縮ファイルが途中で切れています",
    "File is not a zip file": "ZIP ファイルとして読み取れません",
    "'{codec}' codec can't decode byte {byte} in position {place}: {reason}": (
        "{place} の位置のバイト {byte} を {codec} として読み取れません"
    ),
    "[Errno {number}] {reason}": "{reason}",
    "[Errno {number}] {reason}: '{file}'": "{file}：{reason}",
    "No such file or directory": "ファイルまたはフォルダーがありません",
    "Permission denied": "アクセス権がありません",
    "Is a directory": "フォルダーです",
    "Not a directory": "フォルダーではありません",
    "File exists": "同じ名前のファイルがあります",
    "No space left on device": "ディスクの空きがありません",
    "Read-only file system": "書き込めないディスクです",
    "File name too long": "ファイル名が長すぎます",
    "Address already in use": "すでに使用されています",
    "Cannot assign requested address": "このアドレスは使えません",
    "bind(): port must be 0-65535.": "ポート番号は0〜65535です",
}
