-- What the floor remembers. Written by the journal alone, in the transaction that stores the events. Words of closed
-- lists are those of the enums in include/relais/floor, in snake_case.
-- No uniqueness here is deferrable: a batch carries final states, seats of a changed agent are deleted before any is
-- inserted and closed offers are written before open ones, so no legal batch crosses a key midway (RULES 27).

CREATE TABLE visitor (
    centre_id   uuid        NOT NULL REFERENCES centre (id),
    id          uuid        NOT NULL,  -- what the browser's token says
    site_id     uuid        NOT NULL,
    first_seen  timestamptz NOT NULL,
    name        text        NOT NULL,  -- as given by the visitor; empty: not given
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, site_id) REFERENCES site (centre_id, id)
);

CREATE TABLE conversation (
    centre_id         uuid        NOT NULL,
    id                uuid        NOT NULL,
    visitor_id        uuid        NOT NULL,
    site_id           uuid        NOT NULL,
    entry_point_id    uuid        NOT NULL,  -- where it waits or waited last
    language          text        NOT NULL,  -- of the visitor
    priority          smallint    NOT NULL CHECK (priority BETWEEN 0 AND 255),
    state             text        NOT NULL CHECK (state IN ('waiting', 'offered', 'active', 'ended')),
    episode           integer     NOT NULL CHECK (episode >= 1),  -- the number of its latest episode
    arrival           timestamptz NOT NULL,  -- the place in the queue; kept by a requeue
    agent_id          uuid,                  -- who has it while active, who had it when ended; NULL: nobody
    transfer_to       uuid,                  -- to whom it is being offered by its agent; NULL: no transfer under way
    state_since       timestamptz NOT NULL,
    excluded          uuid[]      NOT NULL,  -- agents not to be asked again (RULES 7), ascending
    ended_by          text        NOT NULL CHECK (ended_by IN ('visitor', 'agent', 'system')),  -- meaningful when ended
    ended_why         text        NOT NULL CHECK (ended_why IN ('closed', 'abandoned', 'left_page', 'silent', 'left_message', 'erased')),
    visitor_read_seq  integer     NOT NULL CHECK (visitor_read_seq >= 0),  -- the visitor has read up to here
    agent_read_seq    integer     NOT NULL CHECK (agent_read_seq >= 0),    -- the agent's side has
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, visitor_id) REFERENCES visitor (centre_id, id),
    FOREIGN KEY (centre_id, site_id) REFERENCES site (centre_id, id),
    FOREIGN KEY (centre_id, entry_point_id) REFERENCES entry_point (centre_id, id),
    FOREIGN KEY (centre_id, agent_id) REFERENCES agent (centre_id, id),
    FOREIGN KEY (centre_id, transfer_to) REFERENCES agent (centre_id, id),
    CONSTRAINT active_conversation_has_agent CHECK (state <> 'active' OR agent_id IS NOT NULL),
    CONSTRAINT waiting_conversation_has_no_agent CHECK (state NOT IN ('waiting', 'offered') OR agent_id IS NULL)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX conversation_open ON conversation (centre_id) WHERE state <> 'ended';  -- recovery
CREATE INDEX conversation_ended ON conversation (centre_id, state_since) WHERE state = 'ended';  -- recovery: what may reopen
CREATE INDEX conversation_of_visitor ON conversation (centre_id, visitor_id);  -- a repeated message without its conversation

-- One period of waiting and the chat it led to. The wait to an agent is accepted_at - started_at, the wait to an answer
-- answered_at - started_at, the handling over_at - accepted_at.
CREATE TABLE episode (
    centre_id        uuid        NOT NULL,
    conversation_id  uuid        NOT NULL,
    n                integer     NOT NULL CHECK (n >= 1),
    cause            text        NOT NULL CHECK (cause IN ('arrival', 'requeue', 'reopening')),
    entry_point_id   uuid        NOT NULL,
    started_at       timestamptz NOT NULL,
    accepted_at      timestamptz,  -- NULL: no agent yet, or never
    answered_at      timestamptz,  -- the first human text; NULL: none yet
    over_at          timestamptz,  -- the chat ended or was put back; for abandons the last sign of life; NULL: waiting or running
    agent_id         uuid,         -- who accepted; NULL: nobody
    outcome          text        NOT NULL CHECK (outcome IN ('waiting', 'accepted', 'abandoned', 'left_message', 'ended')),
    predicted_ms     bigint,       -- the estimate first shown; NULL: none was shown
    PRIMARY KEY (centre_id, conversation_id, n),
    FOREIGN KEY (centre_id, conversation_id) REFERENCES conversation (centre_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX episode_handled ON episode (centre_id, entry_point_id, over_at) WHERE accepted_at IS NOT NULL AND over_at IS NOT NULL;  -- recovery

CREATE TABLE agent_state (
    centre_id        uuid        NOT NULL,
    agent_id         uuid        NOT NULL,
    status           text        NOT NULL CHECK (status IN ('offline', 'available', 'away', 'missed')),
    reason           text        NOT NULL,  -- of a break, as the agent wrote or chose it
    since            timestamptz NOT NULL,
    last_assigned    timestamptz,           -- who waited longest since then goes first; NULL: never
    missed_in_a_row  integer     NOT NULL CHECK (missed_in_a_row >= 0),
    PRIMARY KEY (centre_id, agent_id),
    FOREIGN KEY (centre_id, agent_id) REFERENCES agent (centre_id, id)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0.02);

-- The one ledger of capacity, for chats and calls. A row is a seat in use; free seats have none.
CREATE TABLE seat (
    centre_id         uuid        NOT NULL,
    agent_id          uuid        NOT NULL,
    kind              text        NOT NULL DEFAULT 'chat' CHECK (kind IN ('chat', 'voice')),
    n                 integer     NOT NULL CHECK (n >= 1),
    held_as           text        NOT NULL CHECK (held_as IN ('offer', 'active', 'reserved', 'wrap_up')),
    conversation_id   uuid,                  -- of a chat seat
    call_id           uuid,                  -- of a voice seat
    limit_when_taken  integer     NOT NULL,  -- the agent's limit then: a lowered limit touches nothing that runs
    since             timestamptz NOT NULL,
    PRIMARY KEY (centre_id, agent_id, kind, n),
    FOREIGN KEY (centre_id, agent_id) REFERENCES agent (centre_id, id),
    FOREIGN KEY (centre_id, conversation_id) REFERENCES conversation (centre_id, id),
    CONSTRAINT seat_within_limit CHECK (n <= limit_when_taken),
    CONSTRAINT seat_for_one_thing CHECK (num_nonnulls(conversation_id, call_id) = 1)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0.02);
CREATE UNIQUE INDEX one_agent_a_conversation ON seat (centre_id, conversation_id) WHERE held_as = 'active';
CREATE UNIQUE INDEX one_offered_seat_a_conversation ON seat (centre_id, conversation_id) WHERE held_as = 'offer';

-- Looked at once a statement, not once a row.
CREATE FUNCTION seat_within_centre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM taken JOIN centre ON centre.id = taken.centre_id
               WHERE taken.limit_when_taken > centre.seats_max_ever) THEN
        RAISE EXCEPTION 'a seat above the limit of its centre'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_centre';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seat_within_centre AFTER INSERT ON seat REFERENCING NEW TABLE AS taken
    FOR EACH STATEMENT EXECUTE FUNCTION seat_within_centre();

CREATE TABLE offer (
    centre_id        uuid        NOT NULL,
    conversation_id  uuid        NOT NULL,
    number           bigint      NOT NULL CHECK (number >= 1),  -- the event that made it
    agent_id         uuid        NOT NULL,
    from_agent_id    uuid,                  -- the colleague who transfers; NULL: from the queue
    made_at          timestamptz NOT NULL,
    over_at          timestamptz,           -- NULL while open
    outcome          text        NOT NULL CHECK (outcome IN ('open', 'accepted', 'declined', 'missed', 'withdrawn')),
    PRIMARY KEY (centre_id, conversation_id, number),
    FOREIGN KEY (centre_id, conversation_id) REFERENCES conversation (centre_id, id),
    FOREIGN KEY (centre_id, agent_id) REFERENCES agent (centre_id, id),
    FOREIGN KEY (centre_id, from_agent_id) REFERENCES agent (centre_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE UNIQUE INDEX one_open_offer_a_conversation ON offer (centre_id, conversation_id) WHERE outcome = 'open';

CREATE TABLE entry_point_state (
    centre_id       uuid   NOT NULL,
    entry_point_id  uuid   NOT NULL,
    availability    text   NOT NULL CHECK (availability IN ('open', 'full', 'closed')),
    cause           text   NOT NULL CHECK (cause IN ('seats', 'no_agent', 'no_seat', 'someone_waits', 'places', 'hours', 'by_hand', 'target')),
    version         bigint NOT NULL CHECK (version >= 0),  -- grows with each change: pages keep the newest
    by_hand         text   NOT NULL CHECK (by_hand IN ('automatic', 'open', 'closed')),  -- what a supervisor ordered
    PRIMARY KEY (centre_id, entry_point_id),
    FOREIGN KEY (centre_id, entry_point_id) REFERENCES entry_point (centre_id, id)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0.02);

-- One socket owner and the last of its command numbers that was consumed: a command sent again changes nothing.
CREATE TABLE client (
    centre_id    uuid        NOT NULL,  -- no foreign keys: an upsert for every message
    id           uuid        NOT NULL,
    last_number  bigint      NOT NULL CHECK (last_number >= 0),
    seen_at      timestamptz NOT NULL,  -- forgotten 24 h later; not indexed, so that updates stay in their page
    PRIMARY KEY (centre_id, id)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.05);

-- What happened, but for the lines of transcripts: a line is its own event (entry.made_by_event). Numbers of both
-- together are 1, 2, 3 ... per centre. No foreign keys and no text of a visitor: history outlives what it speaks of.
CREATE TABLE event (
    centre_id        uuid        NOT NULL,
    number           bigint      NOT NULL CHECK (number >= 1),
    at               timestamptz NOT NULL,
    kind             text        NOT NULL,  -- relais::kind_name; open list: kinds come with versions of the program
    version          smallint    NOT NULL DEFAULT 1,  -- of the payload's shape
    cause            text,                  -- why, one word; NULL: this kind has no why
    conversation_id  uuid,                  -- NULL: about no conversation
    agent_id         uuid,                  -- NULL: about no agent
    payload          jsonb       NOT NULL,  -- the rest: ids, numbers and words of closed lists
    PRIMARY KEY (centre_id, number)
);
CREATE INDEX event_of_conversation ON event (centre_id, conversation_id, number) WHERE conversation_id IS NOT NULL;

-- Lines of transcripts: the hot table, every index is a third of the cost of a message. So no foreign key to the conversation
-- and no key on seq: sql/checks prove both, and who resumes by seq reads a conversation in the order of positions anyway.
CREATE TABLE entry (
    centre_id        uuid        NOT NULL,
    conversation_id  uuid        NOT NULL,
    position         integer     NOT NULL CHECK (position >= 1),  -- counts every line; agents resume by it
    seq              integer     CHECK (seq >= 1),                -- counts what the visitor may see; NULL: not for visitors
    made_by_event    bigint      NOT NULL CHECK (made_by_event >= 1),
    at               timestamptz NOT NULL,
    message_id       uuid,                  -- made by the author's client, against doubles; NULL: system lines
    author_id        uuid,                  -- visitor or agent; NULL: the system
    kind             text        NOT NULL CHECK (kind IN ('text', 'file', 'call', 'system', 'note')),
    author_kind      text        NOT NULL CHECK (author_kind IN ('visitor', 'agent', 'system')),
    author_name      text        NOT NULL,  -- as it was when written
    body             text,                  -- NULL: a line without text, or erased
    payload          jsonb,                 -- what and detail of system lines; NULL: none
    PRIMARY KEY (centre_id, conversation_id, position),
    UNIQUE (centre_id, conversation_id, message_id),
    CONSTRAINT note_has_no_seq CHECK (kind <> 'note' OR seq IS NULL)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05);

-- Written by a visitor whom nobody could answer in time.
CREATE TABLE left_message (
    centre_id        uuid        NOT NULL,
    id               uuid        NOT NULL,  -- made by the visitor's client, against doubles
    at               timestamptz NOT NULL,
    visitor_id       uuid        NOT NULL,
    site_id          uuid        NOT NULL,
    entry_point_id   uuid        NOT NULL,
    conversation_id  uuid,                  -- the one that waited; NULL: none was open
    language         text        NOT NULL,  -- to answer in
    name             text        NOT NULL,  -- empty: not given
    email            text        NOT NULL,  -- empty: a telephone number is there
    phone            text        NOT NULL,
    body             text        NOT NULL,
    done             boolean     NOT NULL,
    done_by          uuid,                  -- NULL while not done
    done_at          timestamptz,
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, visitor_id) REFERENCES visitor (centre_id, id),
    FOREIGN KEY (centre_id, done_by) REFERENCES agent (centre_id, id)
);
CREATE INDEX left_message_open ON left_message (centre_id, at) WHERE NOT done;

-- Opens every batch. An error rather than "no row", so that the statements behind it in the pipeline fall with it.
CREATE FUNCTION advance_head(of_centre uuid, of_epoch bigint, head_before bigint, head_after bigint, at_instant timestamptz, lease interval)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE centre_head
       SET head = head_after, last_at = greatest(last_at, at_instant), expires_at = clock_timestamp() + lease
     WHERE centre_id = of_centre AND epoch = of_epoch AND head = head_before;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another head or epoch' USING ERRCODE = 'RL001';
    END IF;
END $$;
