DROP TABLE answers;

DROP TABLE consultation_events;

DROP TABLE consultations;

DROP TABLE concern_notes;

DROP TABLE concern_named;

DROP TABLE concern_events;

DROP TABLE concern_changes;

DROP TABLE bindings;

DROP TABLE askings;

DROP TABLE round_left_out;

DROP TABLE invitations;

DROP TABLE decision_wishes;

DROP TABLE concerns;

DROP TABLE attendance_of_others;

DROP TABLE wish_reasons;

DROP TABLE talks;

DROP TABLE rounds;

DROP TABLE participants;

DROP TABLE pack_prints;

DROP TABLE own_notes;

DROP TABLE decisions;

DROP TABLE attendances;

DROP TABLE reviews;

DROP TABLE placements;

DROP TABLE duty_test_pages;

DROP TABLE chosen_questions;

DROP TABLE care_periods;

DROP TABLE shifts;

DROP TABLE round_habits;

DROP TABLE pack_openings;

DROP TABLE duty_tests;

DROP TABLE children;

DROP TABLE timetable_runs;

DROP TABLE sign_in_tries;

DROP TABLE sessions;

DROP TABLE received_updates;

DROP TABLE quarantined_updates;

DROP TABLE passwords;

DROP TABLE outbox;

DROP TABLE officers;

DROP TABLE escalations;

DROP TABLE escalation_pages;

DROP TABLE child_keys;

DROP TABLE chats;

DROP TABLE canary_rounds;

DROP TABLE audit_reads;

DROP TABLE account_links;
