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

DROP TABLE replies;

DROP TABLE invitations;

DROP TABLE guardian_talks;

DROP TABLE decision_wishes;

DROP TABLE concerns;

DROP TABLE attendance_of_others;

DROP TABLE wish_reasons;

DROP TABLE talks;

DROP TABLE rounds;

DROP TABLE participants;

DROP TABLE pack_prints;

DROP TABLE own_notes;

DROP TABLE midway_checks;

DROP TABLE hearings;

DROP TABLE decisions;

DROP TABLE challenge_steps;

DROP TABLE attendances;

DROP TABLE reviews;

DROP TABLE progress_updates;

DROP TABLE proceedings;

DROP TABLE placements;

DROP TABLE permanence_plans;

DROP TABLE owner_asks;

DROP TABLE iro_history;

DROP TABLE duty_test_pages;

DROP TABLE clock_marks;

DROP TABLE chosen_questions;

DROP TABLE challenges;

DROP TABLE care_periods;

DROP TABLE working_shares;

DROP TABLE shifts;

DROP TABLE round_habits;

DROP TABLE pack_openings;

DROP TABLE owner_links;

DROP TABLE left_in_peace;

DROP TABLE duty_tests;

DROP TABLE covers;

DROP TABLE children;

DROP TABLE calendar_feeds;

DROP TABLE timetable_runs;

DROP TABLE sign_in_tries;

DROP TABLE sessions;

DROP TABLE received_updates;

DROP TABLE quarantined_updates;

DROP TABLE passwords;

DROP TABLE outbox;

DROP TABLE officers;

DROP TABLE machine_keys;

DROP TABLE external_ids;

DROP TABLE escalations;

DROP TABLE escalation_pages;

DROP TABLE decision_owners;

DROP TABLE child_keys;

DROP TABLE chats;

DROP TABLE canary_rounds;

DROP TABLE audit_reads;

DROP TABLE account_links;
