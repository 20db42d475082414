"""What is said of the files and settings of Asterisk, Amazon Connect and Zendesk."""

JAPANESE: dict[str, str] = {
    # Asterisk
    "asterisk.{one} and asterisk.{other} name no instance; give each one, so that their calls are told apart (or the "
    "same one, where both tell of one Asterisk)": (
        "asterisk.{one} と asterisk.{other} に instance がありません。通話を区別するため、それぞれに指定してください"
        "（同じ Asterisk の場合は同じ名前とします）。"
    ),
    "queue {queue} stands in queues and in ignore_queues; take it out of one": (
        "キュー {queue} が queues と ignore_queues の両方にあります。どちらかから外してください。"
    ),
    "{path} is a queue_log of Asterisk, and desk.toml does not say yet which of the desk's queues its queues are. "
    "Write a table into desk.toml, for example this one, and check each queue (those that are not this desk's go into "
    "ignore_queues):\n\n{proposed}": (
        "{path} は Asterisk の queue_log ですが、キューがどの窓口かが desk.toml にまだありません。たとえば次の表を "
        "desk.toml に書き加え、キューごとにご確認ください（このデスクのものでないキューは ignore_queues へ）。"
        "\n\n{proposed}"
    ),
    "{path} holds call records of Asterisk, and desk.toml does not say yet which dialled numbers are this desk's. "
    "Write them into {where} (as the columns did, dst or dcontext write them), for example:\n\n{proposed}": (
        "{path} は Asterisk の通話明細（CDR）ですが、どの着信番号がこのデスクのものかが desk.toml にまだありません。"
        "{where}に、did・dst・dcontext の列にあるとおりに書き加えてください。例：\n\n{proposed}"
    ),
    "the table [import.asterisk.{table}] of desk.toml": "desk.toml の [import.asterisk.{table}] ",
    "desk.toml, in a table of its Asterisk": "desk.toml の Asterisk の表",
    "{path} holds no call records of Asterisk: it has no columns {columns}": (
        "{path} は Asterisk の通話明細（CDR）ではありません。次の列がありません：{columns}。CDR の列名を付けて書き出"
        "してください。"
    ),
    "{path} may be of several Asterisks of desk.toml: {names}; say which, for example with --format {first}": (
        "{path} は desk.toml の複数の Asterisk に当てはまります：{names}。--format {first} のように、どれかを指定し"
        "てください。"
    ),
    "import.asterisk.{name}.{field}.{word}: {error}": "import.asterisk.{name}.{field}.{word}：{error}",
    # Amazon Connect, Genesys Cloud, Zendesk Talk and Twilio
    "topic_attribute needs topics: what its words mean; other words of customers are not kept": (
        "topic_attribute には、値の意味を示す topics も必要です（それ以外のお客様の言葉は保存しません）。"
    ),
    "{path} was written by {system}, and desk.toml does not say yet which of the desk's queues ({ours}) its "
    "queues are. Write a table into desk.toml, for example this one, and check each queue (those that are not this "
    "desk's go into ignore_queues; queue is for contacts that reached none):\n\n{proposed}": (
        "{path} は {system} のファイルですが、キューがどの窓口（{ours}）かが desk.toml にまだありません。たとえ"
        "ば次の表を desk.toml に書き加え、キューごとにご確認ください（このデスクのものでないキューは ignore_queues へ。"
        "queue はどのキューにも入らなかった問い合わせの窓口です）。\n\n{proposed}"
    ),
    "{path} may be of several tables of desk.toml for {system}: {names}; say which, for example with --format "
    "{first}": (
        "{path} は desk.toml の {system} の複数の表に当てはまります：{names}。--format {first} のように、どれかを指定し"
        "てください。"
    ),
    # Avaya CMS
    "splits {one} and {other} both are {queue}; a call that waits in both counts twice, so name the one split that the "
    "queue's calls enter": (
        "スプリット {one} と {other} がどちらも {queue} です。両方で待つ通話は二重に数えられるため、通話が最初に入る"
        "スプリットを1つだけ指定してください。"
    ),
    "{path} is no interval table of Avaya CMS: it has no columns {columns}; export these of hsplit with their names": (
        "{path} は Avaya CMS のインターバルの表ではありません。次の列がありません：{columns}。hsplit のこれらの列を、"
        "列名を付けて書き出してください。"
    ),
    "{path} is an interval table of Avaya CMS, and desk.toml does not say yet which split is which of the desk's "
    "queues ({ours}). Write a table like this one into desk.toml, with a line for each of the desk's splits:\n\n"
    "{proposed}": (
        "{path} は Avaya CMS のインターバルの表ですが、スプリットがどの窓口（{ours}）かが desk.toml にまだありません。"
        "次のような表を desk.toml に書き加え、このデスクのスプリットごとに1行を記してください。\n\n{proposed}"
    ),
    # Cisco UCCX
    "{path} is no table of UCCX that is read: ContactCallDetail, ContactQueueDetail, ContactRoutingDetail, "
    "AgentConnectionDetail or ContactServiceQueue; export one of these with its column names": (
        "{path} は読み取れる UCCX の表ではありません。ContactCallDetail、ContactQueueDetail、ContactRoutingDetail、"
        "AgentConnectionDetail、ContactServiceQueue のいずれかを、列名を付けて書き出してください。"
    ),
    "{path} is a table of Cisco UCCX, and desk.toml does not say yet which of the desk's queues ({ours}) its contact "
    "service queues are. Write a table like this one into desk.toml, with a line for each csqName of "
    "ContactServiceQueue (those that are not this desk's go into ignore_queues):\n\n{proposed}": (
        "{path} は Cisco UCCX の表ですが、CSQ がどの窓口（{ours}）かが desk.toml にまだありません。次のような表を "
        "desk.toml に書き加え、ContactServiceQueue の csqName ごとに1行を記してください（このデスクのものでない CSQ は "
        "ignore_queues へ）。\n\n{proposed}"
    ),
    # Zendesk
    "name the queue of each group in groups, or one queue for all": (
        "groups にグループごとの窓口を指定するか、queue に全体の窓口を1つ指定してください。"
    ),
    "topic_field needs topics: what its choices mean; other words of customers are not kept": (
        "topic_field には、選択肢の意味を示す topics も必要です（それ以外のお客様の言葉は保存しません）。"
    ),
    "group {group} is no number; groups stand by their numbers, not by their names": (
        "グループ {group} は番号ではありません。グループは名前ではなく番号で指定してください。"
    ),
    "{path} holds tickets of {title}, and desk.toml does not say yet which queue each of its groups is. This desk has "
    "the queues {queues}.{ways} Write this into desk.toml, and check each line:\n\n{proposed}": (
        "{path} は {title} のチケットですが、グループがどの窓口かが desk.toml にまだありません。このデスクの窓口："
        "{queues}。{ways}次を desk.toml に書き加え、1行ずつご確認ください。\n\n{proposed}"
    ),
    " {tickets} of its tickets came by ways that channels must name.": (
        "{tickets}件のチケットは、channels に指定が必要な経路で届いています。"
    ),
    "{path} was written by {title}, of which desk.toml has several tables: {names}; say which, for example with "
    "--format {first}": (
        "{path} は {title} のファイルですが、desk.toml に複数の表があります：{names}。--format {first} のように、どれか"
        "を指定してください。"
    ),
}
