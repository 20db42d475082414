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
    "{outcome}, but no column tells when": "結果が {outcome} ですが、時刻の列が設定されていません",
    "{outcome}, but no time in {columns}": "結果が {outcome} ですが、{columns} に時刻がありません",
    "{later} is before {earlier} by more than {allowed} s": ("{later} が {earlier} より{allowed}秒を超えて前です"),
    "{column} tells another channel than its queue takes in desk.toml": (
        "{column} のチャネルが desk.toml の窓口と異なります"
    ),
    "nothing in {columns}, which name the row": "行を識別する {columns} が空欄です",
    "nothing in {columns}": "{columns} が空欄です",
    "the header once more, no contact": "見出しの行が途中にもう一度あります",
    "{word} is a row of totals, no contact": "{word} は集計の行で、問い合わせではありません",
    "a row of totals, no contact": "集計の行で、問い合わせではありません",
    "a row of totals, no stretch of time": "合計の行で、時間帯の集計ではありません",
    "{column} is no time of day": "{column} が時刻ではありません",
    "{column} tells no end; name interval_minutes": (
        "{column} に終わりの時刻がありません（interval_minutes を指定してください）"
    ),
    "{column} is {word}, which import.totals.{name}.queues does not name": (
        "{column} の {word} が desk.toml の import.totals.{name}.queues にありません"
    ),
    "{column} is empty": "{column} が空欄です",
    # lines of events, and JSON
    "the line is too long to be an event": "イベントとしては行が長すぎます",
    "the line is no text in UTF-8": "UTF-8 の文字ではない行です",
    "the line holds NUL bytes, which are no text": "文字ではない NUL バイトを含む行です",
    "the line has {fields} fields, an event {most} at most": (
        "項目が{fields}個あり、イベントの上限の{most}個を超えています"
    ),
    "the line is no complete JSON": "JSON として完結していない行です",
    "there is no JSON object": "JSON のオブジェクトがありません",
    "the line is no UTF-8": "UTF-8 ではない行です",
    "it is no JSON": "JSON ではありません",
    # Asterisk
    "the line names no event; a line is time|call|queue|agent|event|...": (
        "イベントがありません（行の形式：時刻|通話|キュー|担当者|イベント|…）"
    ),
    "its event {word} is none that a queue_log holds": "イベント {word} は queue_log のものではありません",
    "its event is none that a queue_log holds": "queue_log のものではないイベントです",
    "its time is none of the years 2000 to 2099": "時刻が2000〜2099年の範囲外か、読み取れません",
    "its queue stands in {table}.ignore_queues of desk.toml": (
        "キューが desk.toml の {table}.ignore_queues にあります"
    ),
    "it names no queue": "キューがありません",
    "queue {word} is not in {table}.queues of desk.toml; name it there, or in ignore_queues": (
        "キュー {word} が desk.toml の {table}.queues にありません（queues か ignore_queues に指定してください）"
    ),
    "it names no call": "通話の ID がありません",
    "its call has no usable name": "通話の ID が正しくありません",
    "it names no agent": "担当者がありません",
    "a duration is no number of seconds from 0 to a day": "長さが0秒から1日までの秒数ではありません",
    "it has no uniqueid": "uniqueid がありません",
    "its uniqueid is none": "uniqueid が正しくありません",
    "its start is no time of the years 2000 to 2099": "開始時刻が2000〜2099年の範囲外か、読み取れません",
    "its disposition is none of Asterisk": "disposition が Asterisk のものではありません",
    "its duration or billsec is no number of seconds from 0 to a day": (
        "duration または billsec が0秒から1日までの秒数ではありません"
    ),
    # Genesys Cloud
    "it is no conversation of Genesys Cloud": "Genesys Cloud の会話（conversation）ではありません",
    "it has no participants": "participants がありません",
    # Twilio TaskRouter
    "it is no event of Twilio TaskRouter": "Twilio TaskRouter のイベントではありません",
    "it names no task": "タスクがありません",
    "task_channel_unique_name {word} is not in {table} channels of desk.toml": (
        "task_channel_unique_name の {word} が desk.toml の {table} channels にありません"
    ),
    # Zendesk Talk
    "neither a call nor a leg of Zendesk Talk": "Zendesk Talk の通話（call）でもその区間（leg）でもありません",
    "direction {word} is none of a call": "direction の {word} は通話のものではありません",
    "completion_status {word} is none of a call": "completion_status の {word} は通話のものではありません",
    "completion_status {word} may have been offered or not; say which in {table} offered of desk.toml, as true or "
    "false": (
        "completion_status の {word} は着信に数えるかどうかわかりません（desk.toml の {table} offered に true か false "
        "で指定してください）"
    ),
    # Amazon Connect, Zendesk and others
    "{field} is no time of 1970 to 2099": "{field} が1970〜2099年の日時ではありません",
    "{field} is no possible time": "{field} の長さが正しくありません",
    "neither a contact record nor an agent event of Amazon Connect": (
        "Amazon Connect の問い合わせ記録（contact record）でもエージェントイベントでもありません"
    ),
    "its EventType is none that is known": "EventType が既知のものではありません",
    "its AgentARN names nobody": "AgentARN が誰も示していません",
    "it tells no status of the agent": "担当者の状態がありません",
    "it has no InitiationMethod": "InitiationMethod がありません",
    "InitiationMethod {word} is none that is known": "InitiationMethod の {word} は既知のものではありません",
    "it has no Channel": "Channel がありません",
    "Channel {word} is not in {table} channels of desk.toml": (
        "Channel の {word} が desk.toml の {table} channels にありません"
    ),
    "it has no InitiationTimestamp": "InitiationTimestamp がありません",
    "queue {word} stands in {table} ignore_queues of desk.toml": (
        "キュー {word} は desk.toml の {table} ignore_queues にあります"
    ),
    "queue {word} is not in {table} queues of desk.toml; name it there, or in ignore_queues": (
        "キュー {word} が desk.toml の {table} queues にありません（queues か ignore_queues に指定してください）"
    ),
    "it reached no queue of the desk; say in {table} queue of desk.toml where such contacts count": (
        "どの窓口にも入っていません（数える窓口を desk.toml の {table} queue に指定してください）"
    ),
    "neither a ticket nor the metrics of one nor an event of these": (
        "チケットでも、その指標（metrics）やイベントでもありません"
    ),
    "its number is no number": "番号が数値ではありません",
    "instance_id is no number": "instance_id が数値ではありません",
    "metric or type is no word of these events": "metric または type がこのイベントの値ではありません",
    "updated_at of its metrics is no time of 1970 to 2099": "指標の updated_at が1970〜2099年の日時ではありません",
    "its reply time is no possible time": "返信までの時間が正しくありません",
    "it has no status": "status がありません",
    "status {word} is none of a ticket": "status の {word} はチケットのものではありません",
    # Intercom
    "neither a conversation of Intercom nor a part of one": "Intercom の会話でも、その一部（part）でもありません",
    "it tells no author": "書いた人（author）がありません",
    "it is neither open nor closed nor snoozed": "state が open・closed・snoozed のいずれでもありません",
    "one of its parts has no number, no time or no author": "番号・時刻・書いた人のいずれかがない part があります",
    "it has no source.type": "source.type がありません",
    "source.type {word} has no channel in {table}.channels": (
        "source.type の {word} に当たるチャネルが desk.toml の {table}.channels にありません"
    ),
    # Avaya CMS
    "{column} is none of 15, 30 and 60": "{column} が15・30・60のいずれでもありません",
    "{column} is not the one that import.avaya_cms.{name}.acd names": (
        "{column} が desk.toml の import.avaya_cms.{name}.acd と異なります"
    ),
    "{column} is {word}, which import.avaya_cms.{name}.queues does not name": (
        "{column} の {word} が desk.toml の import.avaya_cms.{name}.queues にありません"
    ),
    # Cisco UCCX
    "sessionID or sessionSeqNum is no number": "sessionID または sessionSeqNum が数値ではありません",
    "{cell} is no number of seconds": "{cell} が秒数（1日以内）ではありません",
    "{cell} is no whole number": "{cell} が整数ではありません",
    "recordID is empty": "recordID が空欄です",
    "csqName {word} is not in {table} queues of desk.toml; name it there, or in ignore_queues": (
        "csqName の {word} が desk.toml の {table} queues にありません（queues か ignore_queues に指定してください）"
    ),
    "it waited for one agent; say in {table} queue of desk.toml where such calls count": (
        "特定の担当者を待った通話です（数える窓口を desk.toml の {table} queue に指定してください）"
    ),
    "disposition is none from 1 to 5": "disposition が1〜5ではありません",
    "targetType is neither 0 nor 1": "targetType が0でも1でもありません",
    "targetID is empty": "targetID が空欄です",
    "startDateTime is empty": "startDateTime が空欄です",
    # Freshdesk
    "neither a ticket of Freshdesk nor a conversation of one": (
        "Freshdesk のチケットでも、その会話（conversations）でもありません"
    ),
    "incoming is neither true nor false": "incoming が true でも false でもありません",
    "one of its conversations has no number, no time or no direction": (
        "会話（conversations）に、番号・時刻・方向のいずれかがないものがあります"
    ),
    "source {word} has no channel in {table}.channels": (
        "source の {word} に当たるチャネルが desk.toml の {table}.channels にありません"
    ),
    "it has no source": "source がありません",
    "status {word} is not in {table}.statuses": "status の {word} が desk.toml の {table}.statuses にありません",
    # Zendesk
    "it has no via.channel": "via.channel がありません",
    "via.channel {word} has no channel in {table}.channels": (
        "via.channel の {word} に当たるチャネルが desk.toml の {table}.channels にありません"
    ),
    "{group} ({channel}) has no queue in {table}": "{group}（{channel}）の窓口が desk.toml の {table} にありません",
    "group {number}": "グループ {number}",
    "no group": "グループなし",
    "of no known form": "（形式が不明な値）",
}
"""What stands in a place may be a reason again: `status of no known form is none of a ticket`."""
