"""Why rows of a log are refused, in Japanese, by the English template that the store's reasons are written from."""

REASONS: dict[str, str] = {
    "the row has {columns} columns, the header {header}": "列の数が{columns}で、見出しの{header}と合いません",
    "the row holds NUL bytes, which are no text": "文字ではない NUL バイトを含みます",
    "a cell is too long to be one": "1つの値が長すぎます",
    "its quotation marks are wrong: {error}": "引用符が正しくありません（{error}）",
    "{column} {word} is not in [import.mapping.{name}] of desk.toml": (
        "{column} の {word} が desk.toml の [import.mapping.{name}] にありません"
    ),
    "{column} {word} is no queue of desk.toml nor in [import.mapping.{name}.queues]": (
        "{column} の {word} は desk.toml の窓口ではなく、[import.mapping.{name}.queues] にもありません"
    ),
    "{column} {word} is no tier: write 1 or 2": ("{column} の {word} は tier ではありません。1または2としてください"),
    "{column} {word} is mapped to reject": "{column} の {word} は取り込まない（reject）設定です",
    "{column} is no time of 1970 to 2099 in the form {form}": (
        "{column} が書式 {form} の1970〜2099年の日時ではありません"
    ),
    "it came more than a year after today": "今日より1年以上先の日時です",
    "{column} is no duration in seconds or h:mm:ss": "{column} が秒数でも h:mm:ss でもありません",
    "{column} is below 0 s": "{column} が0秒未満です",
    "{column} is no number": "{column} が数値ではありません",
    "{column} is below 0": "{column} が0未満です",
    "{name} above 24 h": "{name} が24時間を超えています",
    "{outcome}, but no time in {columns}": "結果が {outcome} ですが、{columns} に時刻がありません",
    "{later} is before {earlier} by more than {allowed} s": ("{later} が {earlier} より{allowed}秒を超えて前です"),
    "{column} tells another channel than its queue takes in desk.toml": (
        "{column} のチャネルが desk.toml の窓口と異なります"
    ),
    "nothing in {columns}, which name the row": "行を識別する {columns} が空欄です",
    "nothing in {columns}": "{columns} が空欄です",
}
