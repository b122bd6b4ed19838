CREATE TABLE account_links (
    digest VARCHAR(64) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_account_links PRIMARY KEY (digest)
);

CREATE INDEX ix_account_links_officer_id ON account_links (officer_id);

CREATE TABLE audit_reads (
    id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32),
    what VARCHAR(64) NOT NULL,
    why TEXT NOT NULL,
    CONSTRAINT pk_audit_reads PRIMARY KEY (id)
);

CREATE INDEX ix_audit_reads_child_id_at ON audit_reads (child_id, at);

CREATE INDEX ix_audit_reads_officer_id_at ON audit_reads (officer_id, at);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER audit_reads_no_change BEFORE UPDATE OR DELETE ON audit_reads
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER audit_reads_no_truncate BEFORE TRUNCATE ON audit_reads
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE canary_rounds (
    number BIGSERIAL NOT NULL,
    id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    proven_at TIMESTAMP WITH TIME ZONE,
    missing VARCHAR(80) NOT NULL,
    alarmed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_canary_rounds PRIMARY KEY (number),
    CONSTRAINT uq_canary_rounds_id UNIQUE (id)
);

CREATE INDEX ix_canary_rounds_at ON canary_rounds (at);

CREATE TABLE chats (
    chat VARCHAR(64) NOT NULL,
    standing BYTEA NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_chats PRIMARY KEY (chat)
);

CREATE TABLE child_keys (
    child_id VARCHAR(32) NOT NULL,
    version INTEGER NOT NULL,
    wrapped BYTEA,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    erased_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_child_keys PRIMARY KEY (child_id)
);

CREATE TABLE decision_owners (
    id VARCHAR(32) NOT NULL,
    email BYTEA NOT NULL,
    language VARCHAR(12) NOT NULL,
    code VARCHAR(64) NOT NULL,
    code_at TIMESTAMP WITH TIME ZONE,
    tries INTEGER NOT NULL,
    codes INTEGER NOT NULL,
    codes_since TIMESTAMP WITH TIME ZONE,
    browser VARCHAR(64) NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_decision_owners PRIMARY KEY (id)
);

CREATE TABLE escalation_pages (
    key VARCHAR(160) NOT NULL,
    concern_id VARCHAR(32) NOT NULL,
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    why VARCHAR(10) NOT NULL,
    messages INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_escalation_pages PRIMARY KEY (key)
);

CREATE INDEX ix_escalation_pages_concern_id ON escalation_pages (concern_id);

CREATE TABLE escalations (
    concern_id VARCHAR(32) NOT NULL,
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_escalations PRIMARY KEY (concern_id, round, step)
);

CREATE TABLE external_ids (
    kind VARCHAR(20) NOT NULL,
    scope VARCHAR(70) NOT NULL,
    external_id VARCHAR(200) NOT NULL,
    row_id VARCHAR(32) NOT NULL,
    CONSTRAINT pk_external_ids PRIMARY KEY (kind, scope, external_id)
);

CREATE TABLE machine_keys (
    id VARCHAR(32) NOT NULL,
    name VARCHAR(200) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_machine_keys PRIMARY KEY (id),
    CONSTRAINT uq_machine_keys_digest UNIQUE (digest)
);

CREATE TABLE officers (
    id VARCHAR(32) NOT NULL,
    name VARCHAR(200) NOT NULL,
    email VARCHAR(254) NOT NULL,
    roles VARCHAR(100) NOT NULL,
    active BOOLEAN NOT NULL,
    phone VARCHAR(40) NOT NULL,
    CONSTRAINT pk_officers PRIMARY KEY (id),
    CONSTRAINT uq_officers_email UNIQUE (email)
);

CREATE TABLE outbox (
    number BIGSERIAL NOT NULL,
    id VARCHAR(32) NOT NULL,
    key VARCHAR(200) NOT NULL,
    route VARCHAR(20) NOT NULL,
    recipient VARCHAR(64) NOT NULL,
    template VARCHAR(60) NOT NULL,
    language VARCHAR(12) NOT NULL,
    payload BYTEA,
    urgent BOOLEAN NOT NULL,
    child_id VARCHAR(32),
    participant_id VARCHAR(32),
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status VARCHAR(16) NOT NULL,
    tries INTEGER NOT NULL,
    code VARCHAR(40) NOT NULL,
    lease VARCHAR(32),
    lease_until TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    unless_sent VARCHAR(32),
    receipt VARCHAR(16) NOT NULL,
    receipt_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_outbox PRIMARY KEY (number),
    CONSTRAINT ck_outbox_status CHECK (status IN ('waiting', 'sending', 'sent', 'held', 'undeliverable', 'cancelled')),
    CONSTRAINT ck_outbox_receipt CHECK (receipt IN ('', 'taken', 'awaited', 'delivered', 'unknown')),
    CONSTRAINT uq_outbox_id UNIQUE (id),
    CONSTRAINT uq_outbox_key UNIQUE (key)
);

CREATE INDEX ix_outbox_participant_id ON outbox (participant_id);

CREATE INDEX ix_outbox_receipt_next_at ON outbox (receipt, next_at);

CREATE INDEX ix_outbox_recipient_status ON outbox (recipient, status);

CREATE INDEX ix_outbox_status_route_urgent_next_at ON outbox (status, route, urgent, next_at);

CREATE TABLE passwords (
    officer_id VARCHAR(32) NOT NULL,
    hash VARCHAR(200) NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_passwords PRIMARY KEY (officer_id)
);

CREATE TABLE quarantined_updates (
    id VARCHAR(32) NOT NULL,
    source VARCHAR(40) NOT NULL,
    why VARCHAR(40) NOT NULL,
    content BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_quarantined_updates PRIMARY KEY (id)
);

CREATE TABLE received_updates (
    source VARCHAR(40) NOT NULL,
    update_id BIGINT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_received_updates PRIMARY KEY (source, update_id, digest)
);

CREATE INDEX ix_received_updates_received_at ON received_updates (received_at);

CREATE TABLE sessions (
    digest VARCHAR(64) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (digest)
);

CREATE INDEX ix_sessions_officer_id ON sessions (officer_id);

CREATE TABLE sign_in_tries (
    id VARCHAR(32) NOT NULL,
    email VARCHAR(64) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_tries PRIMARY KEY (id)
);

CREATE INDEX ix_sign_in_tries_at ON sign_in_tries (at);

CREATE INDEX ix_sign_in_tries_email_at ON sign_in_tries (email, at);

CREATE TABLE timetable_runs (
    job VARCHAR(40) NOT NULL,
    holder VARCHAR(32),
    until TIMESTAMP WITH TIME ZONE,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    error VARCHAR(60) NOT NULL,
    CONSTRAINT pk_timetable_runs PRIMARY KEY (job)
);

CREATE TABLE calendar_feeds (
    officer_id VARCHAR(32) NOT NULL,
    token VARCHAR(64) NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_calendar_feeds PRIMARY KEY (officer_id),
    CONSTRAINT fk_calendar_feeds_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id),
    CONSTRAINT uq_calendar_feeds_token UNIQUE (token)
);

CREATE TABLE children (
    id VARCHAR(32) NOT NULL,
    first_name VARCHAR(200) NOT NULL,
    last_name VARCHAR(200) NOT NULL,
    known_as VARCHAR(200) NOT NULL,
    date_of_birth DATE NOT NULL,
    language VARCHAR(12) NOT NULL,
    iro_id VARCHAR(32),
    case_number VARCHAR(60) NOT NULL,
    synthetic BOOLEAN NOT NULL,
    CONSTRAINT pk_children PRIMARY KEY (id),
    CONSTRAINT ck_children_iro CHECK ((iro_id IS NULL) = synthetic),
    CONSTRAINT fk_children_iro_id FOREIGN KEY(iro_id) REFERENCES officers (id)
);

CREATE INDEX ix_children_case_number ON children (case_number);

CREATE INDEX ix_children_iro_id ON children (iro_id);

CREATE TABLE covers (
    id VARCHAR(32) NOT NULL,
    iro_id VARCHAR(32) NOT NULL,
    cover_id VARCHAR(32) NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    entered_by VARCHAR(32) NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by VARCHAR(32) NOT NULL,
    CONSTRAINT pk_covers PRIMARY KEY (id),
    CONSTRAINT ck_covers_days CHECK (starts_on <= ends_on),
    CONSTRAINT ck_covers_other CHECK (iro_id <> cover_id),
    CONSTRAINT fk_covers_iro_id FOREIGN KEY(iro_id) REFERENCES officers (id),
    CONSTRAINT fk_covers_cover_id FOREIGN KEY(cover_id) REFERENCES officers (id)
);

CREATE INDEX ix_covers_ends_on ON covers (ends_on);

CREATE TABLE duty_tests (
    id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_officer VARCHAR(32) NOT NULL,
    CONSTRAINT pk_duty_tests PRIMARY KEY (id),
    CONSTRAINT fk_duty_tests_by_officer FOREIGN KEY(by_officer) REFERENCES officers (id)
);

CREATE INDEX ix_duty_tests_at ON duty_tests (at);

CREATE TABLE left_in_peace (
    decision_id VARCHAR(32) NOT NULL,
    by VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_left_in_peace PRIMARY KEY (decision_id),
    CONSTRAINT fk_left_in_peace_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE TABLE owner_links (
    token VARCHAR(64) NOT NULL,
    owner_id VARCHAR(32) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_owner_links PRIMARY KEY (token),
    CONSTRAINT fk_owner_links_owner_id FOREIGN KEY(owner_id) REFERENCES decision_owners (id)
);

CREATE TABLE pack_openings (
    what VARCHAR(32) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT uq_pack_openings_what_officer_id UNIQUE (what, officer_id),
    CONSTRAINT fk_pack_openings_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE TABLE round_habits (
    id VARCHAR(32) NOT NULL,
    mode VARCHAR(12) NOT NULL,
    days_before INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    CONSTRAINT pk_round_habits PRIMARY KEY (id),
    CONSTRAINT fk_round_habits_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE TABLE shifts (
    id VARCHAR(32) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    position INTEGER NOT NULL,
    entered_by VARCHAR(32) NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_by VARCHAR(32),
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_shifts PRIMARY KEY (id),
    CONSTRAINT ck_shifts_position CHECK (position IN (1, 2)),
    CONSTRAINT fk_shifts_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE INDEX ix_shifts_ends_at ON shifts (ends_at);

CREATE TABLE working_shares (
    officer_id VARCHAR(32) NOT NULL,
    percent INTEGER NOT NULL,
    CONSTRAINT pk_working_shares PRIMARY KEY (officer_id),
    CONSTRAINT ck_working_shares_percent CHECK (percent BETWEEN 10 AND 100),
    CONSTRAINT fk_working_shares_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE TABLE care_periods (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    began_on DATE NOT NULL,
    ended_on DATE,
    legal_status VARCHAR(20) NOT NULL,
    short_breaks BOOLEAN NOT NULL,
    long_term_on DATE,
    iro_named_on DATE,
    CONSTRAINT pk_care_periods PRIMARY KEY (id),
    CONSTRAINT fk_care_periods_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_care_periods_child_id ON care_periods (child_id, began_on);

CREATE TABLE challenges (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    raised_by VARCHAR(32) NOT NULL,
    team VARCHAR(200) NOT NULL,
    review_id VARCHAR(32) NOT NULL,
    decision_id VARCHAR(32) NOT NULL,
    words BYTEA NOT NULL,
    CONSTRAINT pk_challenges PRIMARY KEY (id),
    CONSTRAINT fk_challenges_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_challenges_raised_by FOREIGN KEY(raised_by) REFERENCES officers (id)
);

CREATE INDEX ix_challenges_child_id ON challenges (child_id, raised_at);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER challenges_no_change BEFORE UPDATE OR DELETE ON challenges
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER challenges_no_truncate BEFORE TRUNCATE ON challenges
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE chosen_questions (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    script VARCHAR(60) NOT NULL,
    by_kind VARCHAR(12) NOT NULL,
    by_id VARCHAR(32) NOT NULL,
    chosen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_chosen_questions PRIMARY KEY (id),
    CONSTRAINT fk_chosen_questions_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_chosen_questions_child_id ON chosen_questions (child_id, chosen_at);

CREATE TABLE clock_marks (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    about VARCHAR(32) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    done_on DATE NOT NULL,
    by_officer VARCHAR(32) NOT NULL,
    CONSTRAINT pk_clock_marks PRIMARY KEY (id),
    CONSTRAINT fk_clock_marks_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_clock_marks_by_officer FOREIGN KEY(by_officer) REFERENCES officers (id)
);

CREATE INDEX ix_clock_marks_child_id ON clock_marks (child_id);

CREATE TABLE duty_test_pages (
    test_id VARCHAR(32) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    message_id VARCHAR(32) NOT NULL,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_duty_test_pages PRIMARY KEY (test_id, officer_id, message_id),
    CONSTRAINT fk_duty_test_pages_test_id FOREIGN KEY(test_id) REFERENCES duty_tests (id)
);

CREATE TABLE iro_history (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    from_id VARCHAR(32),
    to_id VARCHAR(32) NOT NULL,
    changed_on DATE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE,
    by_kind VARCHAR(12) NOT NULL,
    by_id VARCHAR(32) NOT NULL,
    why VARCHAR(20) NOT NULL,
    CONSTRAINT pk_iro_history PRIMARY KEY (id),
    CONSTRAINT uq_iro_history_child_id_number UNIQUE (child_id, number),
    CONSTRAINT fk_iro_history_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_iro_history_from_id FOREIGN KEY(from_id) REFERENCES officers (id),
    CONSTRAINT fk_iro_history_to_id FOREIGN KEY(to_id) REFERENCES officers (id)
);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER iro_history_no_change BEFORE UPDATE OR DELETE ON iro_history
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER iro_history_no_truncate BEFORE TRUNCATE ON iro_history
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE owner_asks (
    id VARCHAR(32) NOT NULL,
    decision_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    owner_id VARCHAR(32) NOT NULL,
    occasion VARCHAR(40) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_owner_asks PRIMARY KEY (id),
    CONSTRAINT fk_owner_asks_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_owner_asks_owner_id FOREIGN KEY(owner_id) REFERENCES decision_owners (id)
);

CREATE INDEX ix_owner_asks_decision_id ON owner_asks (decision_id);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER owner_asks_no_change BEFORE UPDATE OR DELETE ON owner_asks
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER owner_asks_no_truncate BEFORE TRUNCATE ON owner_asks
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE permanence_plans (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    parallel VARCHAR(24) NOT NULL,
    recorded_on DATE NOT NULL,
    review_id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    words BYTEA NOT NULL,
    CONSTRAINT pk_permanence_plans PRIMARY KEY (id),
    CONSTRAINT fk_permanence_plans_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_permanence_plans_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE INDEX ix_permanence_plans_child_id ON permanence_plans (child_id, recorded_on);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER permanence_plans_no_change BEFORE UPDATE OR DELETE ON permanence_plans
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER permanence_plans_no_truncate BEFORE TRUNCATE ON permanence_plans
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE placements (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    name VARCHAR(200) NOT NULL,
    address VARCHAR(400) NOT NULL,
    address_withheld BOOLEAN NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    CONSTRAINT pk_placements PRIMARY KEY (id),
    CONSTRAINT fk_placements_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_placements_child_id ON placements (child_id);

CREATE TABLE proceedings (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    issued_on DATE NOT NULL,
    final_order_on DATE,
    ended_on DATE,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    words BYTEA NOT NULL,
    CONSTRAINT pk_proceedings PRIMARY KEY (id),
    CONSTRAINT fk_proceedings_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_proceedings_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE INDEX ix_proceedings_child_id ON proceedings (child_id);

CREATE TABLE progress_updates (
    id VARCHAR(32) NOT NULL,
    decision_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_kind VARCHAR(10) NOT NULL,
    by_id VARCHAR(32) NOT NULL,
    kind VARCHAR(12) NOT NULL,
    done_on DATE,
    words BYTEA NOT NULL,
    CONSTRAINT pk_progress_updates PRIMARY KEY (id),
    CONSTRAINT uq_progress_updates_decision_id_number UNIQUE (decision_id, number),
    CONSTRAINT fk_progress_updates_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER progress_updates_no_change BEFORE UPDATE OR DELETE ON progress_updates
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER progress_updates_no_truncate BEFORE TRUNCATE ON progress_updates
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reviews (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    place VARCHAR(200) NOT NULL,
    due_on DATE,
    status VARCHAR(12) NOT NULL,
    kind VARCHAR(12) NOT NULL,
    meeting VARCHAR(32) NOT NULL,
    adjourned_to TIMESTAMP WITH TIME ZONE,
    completed_on DATE,
    late_because VARCHAR(20) NOT NULL,
    late_note BYTEA,
    CONSTRAINT pk_reviews PRIMARY KEY (id),
    CONSTRAINT fk_reviews_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_reviews_child_id ON reviews (child_id, starts_at);

CREATE TABLE attendances (
    review_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    attended VARCHAR(10) NOT NULL,
    spoke VARCHAR(12) NOT NULL,
    briefed BOOLEAN NOT NULL,
    code VARCHAR(3) NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    confirmed_by VARCHAR(32),
    CONSTRAINT pk_attendances PRIMARY KEY (review_id),
    CONSTRAINT fk_attendances_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_attendances_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_attendances_confirmed_by FOREIGN KEY(confirmed_by) REFERENCES officers (id)
);

CREATE INDEX ix_attendances_child_id ON attendances (child_id);

CREATE TABLE challenge_steps (
    id VARCHAR(32) NOT NULL,
    challenge_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32),
    kind VARCHAR(20) NOT NULL,
    stage VARCHAR(24) NOT NULL,
    formal BOOLEAN NOT NULL,
    due_on DATE,
    formal_due_on DATE,
    owner_id VARCHAR(32) NOT NULL,
    owner_name VARCHAR(200) NOT NULL,
    owner_email VARCHAR(254) NOT NULL,
    owner_role VARCHAR(200) NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    happened_on DATE,
    words BYTEA,
    CONSTRAINT pk_challenge_steps PRIMARY KEY (id),
    CONSTRAINT uq_challenge_steps_challenge_id_number UNIQUE (challenge_id, number),
    CONSTRAINT fk_challenge_steps_challenge_id FOREIGN KEY(challenge_id) REFERENCES challenges (id),
    CONSTRAINT fk_challenge_steps_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER challenge_steps_no_change BEFORE UPDATE OR DELETE ON challenge_steps
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER challenge_steps_no_truncate BEFORE TRUNCATE ON challenge_steps
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE decisions (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR(12) NOT NULL,
    words BYTEA NOT NULL,
    owner_id VARCHAR(32) NOT NULL,
    owner_email VARCHAR(254) NOT NULL,
    due_on DATE,
    part VARCHAR(20) NOT NULL,
    state VARCHAR(12) NOT NULL,
    settled_on DATE,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_by VARCHAR(32) NOT NULL,
    CONSTRAINT pk_decisions PRIMARY KEY (id),
    CONSTRAINT fk_decisions_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_decisions_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_decisions_made_by FOREIGN KEY(made_by) REFERENCES officers (id)
);

CREATE INDEX ix_decisions_child_id ON decisions (child_id, state);

CREATE INDEX ix_decisions_review_id ON decisions (review_id);

CREATE TABLE hearings (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    proceedings_id VARCHAR(32) NOT NULL,
    held_on DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    words BYTEA NOT NULL,
    CONSTRAINT pk_hearings PRIMARY KEY (id),
    CONSTRAINT fk_hearings_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_hearings_proceedings_id FOREIGN KEY(proceedings_id) REFERENCES proceedings (id),
    CONSTRAINT fk_hearings_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE INDEX ix_hearings_proceedings_id ON hearings (proceedings_id);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER hearings_no_change BEFORE UPDATE OR DELETE ON hearings
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER hearings_no_truncate BEFORE TRUNCATE ON hearings
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE midway_checks (
    id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    checked_on DATE NOT NULL,
    words BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    CONSTRAINT pk_midway_checks PRIMARY KEY (id),
    CONSTRAINT fk_midway_checks_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_midway_checks_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_midway_checks_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE INDEX ix_midway_checks_review_id ON midway_checks (review_id);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER midway_checks_no_change BEFORE UPDATE OR DELETE ON midway_checks
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER midway_checks_no_truncate BEFORE TRUNCATE ON midway_checks
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE own_notes (
    id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    words BYTEA NOT NULL,
    CONSTRAINT pk_own_notes PRIMARY KEY (id),
    CONSTRAINT uq_own_notes_review_id_officer_id UNIQUE (review_id, officer_id),
    CONSTRAINT fk_own_notes_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_own_notes_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE TABLE pack_prints (
    review_id VARCHAR(32) NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    printed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT uq_pack_prints_review_id_officer_id UNIQUE (review_id, officer_id),
    CONSTRAINT fk_pack_prints_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_pack_prints_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE TABLE participants (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    role VARCHAR(30) NOT NULL,
    name VARCHAR(200) NOT NULL,
    placement_id VARCHAR(32),
    starts_on DATE NOT NULL,
    ends_on DATE,
    email VARCHAR(254) NOT NULL,
    phone VARCHAR(40) NOT NULL,
    language VARCHAR(12) NOT NULL,
    CONSTRAINT pk_participants PRIMARY KEY (id),
    CONSTRAINT fk_participants_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_participants_placement_id FOREIGN KEY(placement_id) REFERENCES placements (id)
);

CREATE INDEX ix_participants_child_id ON participants (child_id);

CREATE TABLE rounds (
    review_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    mode VARCHAR(12) NOT NULL,
    approved_at TIMESTAMP WITH TIME ZONE,
    approved_by VARCHAR(32) NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE,
    stopped_at TIMESTAMP WITH TIME ZONE,
    renewed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_rounds PRIMARY KEY (review_id),
    CONSTRAINT fk_rounds_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_rounds_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_rounds_child_id ON rounds (child_id);

CREATE TABLE talks (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32),
    kind VARCHAR(12) NOT NULL,
    state VARCHAR(12) NOT NULL,
    planned_for TIMESTAMP WITH TIME ZONE,
    held_on DATE,
    way VARCHAR(12) NOT NULL,
    alone BOOLEAN,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    said BYTEA NOT NULL,
    CONSTRAINT pk_talks PRIMARY KEY (id),
    CONSTRAINT fk_talks_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_talks_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_talks_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE INDEX ix_talks_child_id ON talks (child_id, at);

CREATE INDEX ix_talks_review_id ON talks (review_id);

CREATE TABLE wish_reasons (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32) NOT NULL,
    wish VARCHAR(32) NOT NULL,
    why BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    CONSTRAINT pk_wish_reasons PRIMARY KEY (id),
    CONSTRAINT uq_wish_reasons_review_id_wish UNIQUE (review_id, wish),
    CONSTRAINT fk_wish_reasons_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_wish_reasons_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_wish_reasons_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE TABLE attendance_of_others (
    review_id VARCHAR(32) NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    how VARCHAR(10) NOT NULL,
    CONSTRAINT uq_attendance_of_others_review_id_participant_id UNIQUE (review_id, participant_id),
    CONSTRAINT fk_attendance_of_others_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_attendance_of_others_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id)
);

CREATE TABLE concerns (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    category VARCHAR(40) NOT NULL,
    level VARCHAR(10) NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    consultation_id VARCHAR(32) NOT NULL,
    source VARCHAR(20) NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    times INTEGER NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE,
    seen_by VARCHAR(32),
    acted_at TIMESTAMP WITH TIME ZONE,
    acted_by VARCHAR(32),
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by VARCHAR(32),
    holder_id VARCHAR(32),
    round INTEGER NOT NULL,
    waiting_since TIMESTAMP WITH TIME ZONE,
    nobody_left BOOLEAN NOT NULL,
    about VARCHAR(10) NOT NULL,
    lado_due DATE,
    lado_told_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_concerns PRIMARY KEY (id),
    CONSTRAINT fk_concerns_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_concerns_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id),
    CONSTRAINT fk_concerns_seen_by FOREIGN KEY(seen_by) REFERENCES officers (id),
    CONSTRAINT fk_concerns_acted_by FOREIGN KEY(acted_by) REFERENCES officers (id),
    CONSTRAINT fk_concerns_closed_by FOREIGN KEY(closed_by) REFERENCES officers (id),
    CONSTRAINT fk_concerns_holder_id FOREIGN KEY(holder_id) REFERENCES officers (id)
);

CREATE INDEX ix_concerns_child_id ON concerns (child_id);

CREATE INDEX ix_concerns_closed_at ON concerns (closed_at);

CREATE INDEX ix_concerns_waiting_since ON concerns (waiting_since) WHERE waiting_since IS NOT NULL;

CREATE UNIQUE INDEX uq_concerns_open ON concerns (child_id, category) WHERE closed_at IS NULL;

CREATE TABLE decision_wishes (
    decision_id VARCHAR(32) NOT NULL,
    wish VARCHAR(32) NOT NULL,
    CONSTRAINT uq_decision_wishes_decision_id_wish UNIQUE (decision_id, wish),
    CONSTRAINT fk_decision_wishes_decision_id FOREIGN KEY(decision_id) REFERENCES decisions (id)
);

CREATE TABLE guardian_talks (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    guardian_id VARCHAR(32) NOT NULL,
    spoken_on DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    words BYTEA NOT NULL,
    CONSTRAINT pk_guardian_talks PRIMARY KEY (id),
    CONSTRAINT fk_guardian_talks_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_guardian_talks_guardian_id FOREIGN KEY(guardian_id) REFERENCES participants (id),
    CONSTRAINT fk_guardian_talks_by FOREIGN KEY(by) REFERENCES officers (id)
);

CREATE INDEX ix_guardian_talks_child_id ON guardian_talks (child_id);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER guardian_talks_no_change BEFORE UPDATE OR DELETE ON guardian_talks
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER guardian_talks_no_truncate BEFORE TRUNCATE ON guardian_talks
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE invitations (
    id VARCHAR(32) NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32),
    purpose VARCHAR(20) NOT NULL,
    token VARCHAR(64) NOT NULL,
    code VARCHAR(64) NOT NULL,
    tries INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    reminders BOOLEAN NOT NULL,
    code_of VARCHAR(32),
    CONSTRAINT pk_invitations PRIMARY KEY (id),
    CONSTRAINT uq_invitations_participant_id_purpose_review_id UNIQUE (participant_id, purpose, review_id),
    CONSTRAINT fk_invitations_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id),
    CONSTRAINT fk_invitations_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_invitations_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT uq_invitations_token UNIQUE (token)
);

CREATE INDEX ix_invitations_review_id ON invitations (review_id);

CREATE TABLE replies (
    id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32),
    kind VARCHAR(10) NOT NULL,
    number INTEGER NOT NULL,
    about VARCHAR(32) NOT NULL,
    language VARCHAR(12) NOT NULL,
    words BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_by VARCHAR(32) NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    read_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_replies PRIMARY KEY (id),
    CONSTRAINT fk_replies_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_replies_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id),
    CONSTRAINT fk_replies_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_replies_made_by FOREIGN KEY(made_by) REFERENCES officers (id)
);

CREATE INDEX ix_replies_child_id ON replies (child_id, sent_at);

CREATE INDEX ix_replies_participant_id ON replies (participant_id, sent_at);

CREATE TABLE round_left_out (
    review_id VARCHAR(32) NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by VARCHAR(32) NOT NULL,
    CONSTRAINT uq_round_left_out_review_id_participant_id UNIQUE (review_id, participant_id),
    CONSTRAINT fk_round_left_out_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_round_left_out_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id),
    CONSTRAINT fk_round_left_out_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_round_left_out_child_id ON round_left_out (child_id);

CREATE TABLE askings (
    invitation_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    way VARCHAR(8) NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    code BYTEA,
    CONSTRAINT pk_askings PRIMARY KEY (invitation_id),
    CONSTRAINT fk_askings_invitation_id FOREIGN KEY(invitation_id) REFERENCES invitations (id),
    CONSTRAINT fk_askings_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE INDEX ix_askings_child_id ON askings (child_id);

CREATE TABLE bindings (
    invitation_id VARCHAR(32) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    holder VARCHAR(64) NOT NULL,
    address BYTEA,
    confirmed BOOLEAN NOT NULL,
    bound_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT uq_bindings_invitation_id_kind UNIQUE (invitation_id, kind),
    CONSTRAINT fk_bindings_invitation_id FOREIGN KEY(invitation_id) REFERENCES invitations (id)
);

CREATE INDEX ix_bindings_holder ON bindings (kind, holder);

CREATE TABLE concern_changes (
    number BIGSERIAL NOT NULL,
    concern_id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    officer_id VARCHAR(32),
    change VARCHAR(20) NOT NULL,
    detail VARCHAR(60) NOT NULL,
    CONSTRAINT pk_concern_changes PRIMARY KEY (number),
    CONSTRAINT fk_concern_changes_concern_id FOREIGN KEY(concern_id) REFERENCES concerns (id),
    CONSTRAINT fk_concern_changes_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE INDEX ix_concern_changes_concern_id ON concern_changes (concern_id);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER concern_changes_no_change BEFORE UPDATE OR DELETE ON concern_changes
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER concern_changes_no_truncate BEFORE TRUNCATE ON concern_changes
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE concern_events (
    concern_id VARCHAR(32) NOT NULL,
    event_id VARCHAR(32) NOT NULL,
    consultation_id VARCHAR(32) NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    source VARCHAR(20) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT uq_concern_events_concern_id_event_id UNIQUE (concern_id, event_id),
    CONSTRAINT fk_concern_events_concern_id FOREIGN KEY(concern_id) REFERENCES concerns (id),
    CONSTRAINT fk_concern_events_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id)
);

CREATE INDEX ix_concern_events_at ON concern_events (concern_id, at);

CREATE INDEX ix_concern_events_event_id ON concern_events (event_id);

CREATE TABLE concern_named (
    concern_id VARCHAR(32) NOT NULL,
    kind VARCHAR(12) NOT NULL,
    person_id VARCHAR(32) NOT NULL,
    CONSTRAINT pk_concern_named PRIMARY KEY (concern_id, kind, person_id),
    CONSTRAINT fk_concern_named_concern_id FOREIGN KEY(concern_id) REFERENCES concerns (id)
);

CREATE TABLE concern_notes (
    id VARCHAR(32) NOT NULL,
    concern_id VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    officer_id VARCHAR(32) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    note BYTEA NOT NULL,
    CONSTRAINT pk_concern_notes PRIMARY KEY (id),
    CONSTRAINT fk_concern_notes_concern_id FOREIGN KEY(concern_id) REFERENCES concerns (id),
    CONSTRAINT fk_concern_notes_officer_id FOREIGN KEY(officer_id) REFERENCES officers (id)
);

CREATE INDEX ix_concern_notes_concern_id ON concern_notes (concern_id);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE OR REPLACE TRIGGER concern_notes_no_change BEFORE UPDATE OR DELETE ON concern_notes
       FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE TRIGGER concern_notes_no_truncate BEFORE TRUNCATE ON concern_notes
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE consultations (
    id VARCHAR(32) NOT NULL,
    invitation_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    participant_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    review_id VARCHAR(32),
    purpose VARCHAR(20) NOT NULL,
    script VARCHAR(60) NOT NULL,
    version INTEGER NOT NULL,
    digest VARCHAR(64) NOT NULL,
    language VARCHAR(12) NOT NULL,
    status VARCHAR(10) NOT NULL,
    events INTEGER NOT NULL,
    state BYTEA NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_consultations PRIMARY KEY (id),
    CONSTRAINT uq_consultations_invitation_id_number UNIQUE (invitation_id, number),
    CONSTRAINT fk_consultations_invitation_id FOREIGN KEY(invitation_id) REFERENCES invitations (id),
    CONSTRAINT fk_consultations_participant_id FOREIGN KEY(participant_id) REFERENCES participants (id),
    CONSTRAINT fk_consultations_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_consultations_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
);

CREATE INDEX ix_consultations_child_id ON consultations (child_id);

CREATE INDEX ix_consultations_review_id ON consultations (review_id);

CREATE TABLE consultation_events (
    id VARCHAR(32) NOT NULL,
    consultation_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    message_id VARCHAR(120) NOT NULL,
    position INTEGER NOT NULL,
    content VARCHAR(64) NOT NULL,
    channel VARCHAR(12) NOT NULL,
    step VARCHAR(60) NOT NULL,
    event BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_consultation_events PRIMARY KEY (id),
    CONSTRAINT uq_consultation_events_consultation_id_message_id UNIQUE (consultation_id, message_id),
    CONSTRAINT uq_consultation_events_consultation_id_position UNIQUE (consultation_id, position),
    CONSTRAINT fk_consultation_events_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultations (id),
    CONSTRAINT fk_consultation_events_child_id FOREIGN KEY(child_id) REFERENCES children (id)
);

CREATE TABLE answers (
    id VARCHAR(32) NOT NULL,
    consultation_id VARCHAR(32) NOT NULL,
    child_id VARCHAR(32) NOT NULL,
    event_id VARCHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    step VARCHAR(60) NOT NULL,
    question VARCHAR(60) NOT NULL,
    answer BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_answers PRIMARY KEY (id),
    CONSTRAINT uq_answers_consultation_id_position UNIQUE (consultation_id, position),
    CONSTRAINT fk_answers_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultations (id),
    CONSTRAINT fk_answers_child_id FOREIGN KEY(child_id) REFERENCES children (id),
    CONSTRAINT fk_answers_event_id FOREIGN KEY(event_id) REFERENCES consultation_events (id)
);
