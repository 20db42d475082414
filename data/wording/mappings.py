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
    # totals
    "{misfits}\nAnother one for this form of file could be, each line to be checked:\n\n{proposed}": (
        "{misfits}\nこの形式のファイルには、次の設定が考えられます。各行をご確認ください。\n\n{proposed}"
    ),
    'what does "{column}" count?': "「{column}」に含まれるのは何ですか",
    "only those that entered the queue in opening hours": "受付時間内に窓口に入った着信だけ",
    "others as well: after hours, hang-ups in the menu, rung telephones ({answered} + {abandoned} are offered)": (
        "時間外や自動音声での切断、呼び出した電話機の数なども含む（「{answered}」+「{abandoned}」を入電数とする）"
    ),
    "others as well, such as after hours (only stretches outside opening hours are left out)": (
        "時間外なども含む（受付時間外の時間帯の分だけ除いて数える）"
    ),
    'which contacts does "{column}" count as lost?': "「{column}」は何の件数ですか",
    "contacts that were never admitted (busy)": "話中などで窓口に入れなかった件数",
    'the same as "{abandoned}", or all that were lost (not read)': (
        "「{abandoned}」と同じ、またはそれを含む（取り込まない）"
    ),
    "those who hung up while waiting (abandoned)": "待っている間に切れた件数（放棄）",
    'what is "{column}" the mean of?': "「{column}」は何の平均ですか",
    "the mean of the answered": "応答した件の平均",
    "the mean of all, the abandoned too (not read)": "放棄も含めた全件の平均（取り込まない）",
}
