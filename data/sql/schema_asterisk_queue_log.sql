-- What queue_log files told, one row an event and delivering file; legs are made of it anew whenever more is told.
-- at_s: seconds since 1970. queue: Asterisk's word. agent: a pseudonym. detail: key pressed, or where a call was passed on.
CREATE TABLE IF NOT EXISTS asterisk_call_event (
    source_instance TEXT NOT NULL,
    call_id TEXT NOT NULL,
    at_s BIGINT NOT NULL,
    event ENUM(
        'ENTERQUEUE', 'CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER',
        'ABANDON', 'EXITWITHTIMEOUT', 'EXITWITHKEY', 'EXITEMPTY', 'JOINEMPTY', 'FULL', 'RINGNOANSWER', 'RINGCANCELED',
        'SYSCOMPAT', 'AGENTDUMP', 'DID', 'INFO'
    ) NOT NULL,
    queue TEXT NOT NULL,
    queue_key TEXT NOT NULL,
    agent TEXT,
    wait_s INTEGER,
    talk_s INTEGER,
    ring_s DOUBLE,
    detail TEXT,
    customer_key TEXT,
    is_doubtful BOOLEAN NOT NULL,
    tz_assumed BOOLEAN NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
-- Events of people, and of the whole system where agent is NULL.
CREATE TABLE IF NOT EXISTS asterisk_agent_event (
    source_instance TEXT NOT NULL,
    at_s BIGINT NOT NULL,
    event ENUM(
        'QUEUESTART', 'CONFIGRELOAD', 'PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL', 'ADDMEMBER', 'REMOVEMEMBER',
        'AGENTLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF', 'PENALTY'
    ) NOT NULL,
    queue TEXT NOT NULL,
    agent TEXT,
    detail TEXT,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
