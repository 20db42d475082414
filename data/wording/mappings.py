"""What is said and asked of column mappings: which column means what, and how a row would land."""

JAPANESE: dict[str, str] = {
    'days names "{column}", which is no column of times of this mapping': (
        "days の「{column}」は、この対応の日時の列ではありません。列名を修正してください。"
    ),
    "# {about}: {question}": "# {about}：{question}",
    "#   {answer}: {settings}": "#   {answer}：{settings}",
    "refused: {reason}": "取り込み不可：{reason}",
    "write nothing": "何も書かない",
    'what does "{column}" tell?': "「{column}」は何の時間ですか",
    "all of the wait in the queue": "窓口での待ち時間のすべて",
    "only how long a telephone rang": "電話機が鳴った時間だけ",
    'what does "{column}" tell of a call that nobody answered?': "「{column}」は、応答しなかった行では何ですか",
    "the hang-up, where nobody answered": "応答していない行では切断の時刻",
    "filled only where somebody answered": "応答した行だけに入る",
    'what does "{word}" in "{column}" mean?': "「{column}」の「{word}」は何を意味しますか",
    "answered: a person took it": "応答した（answered）",
    "abandoned: the customer was gone while waiting": "待っている間に切れた（abandoned）",
    "blocked: it was busy, or was not let in": "つながらなかった・話中（blocked）",
    "after_hours: the desk was closed": "時間外（after_hours）",
    "voicemail: a message was left": "留守番電話（voicemail）",
    "callback_requested: the customer asked to be called back": "折り返しを頼まれた（callback_requested）",
    "overflowed_out: it went on to another queue, or was transferred": ("ほかの窓口へあふれた・転送（overflowed_out）"),
    "ivr_exit: the customer was gone within the menu": "自動音声の中で切れた（ivr_exit）",
    "failed: the system broke it off": "システムの都合で切れた（failed）",
    "reject: not to be counted": "数えない（reject）",
}
