-- The one write of the bench, as a custom mutation: the same rows that Rapport writes, in one round trip.
CREATE OR REPLACE FUNCTION log_interaction(
    workspace uuid, new_id uuid, happened timestamptz, means text, line text, people uuid[], who text
) RETURNS interaction LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    number bigint;
    made interaction;
BEGIN
    UPDATE workspace w SET latest_seq = w.latest_seq + 1 WHERE w.id = log_interaction.workspace
        RETURNING w.latest_seq INTO number;
    INSERT INTO interaction
        (workspace_id, id, happened_at, channel, title, revision, seq, created_at, updated_at, created_by)
        VALUES (workspace, new_id, happened, means, line, 1, number, now(), now(), who)
        RETURNING * INTO made;
    INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived)
        SELECT workspace, new_id, person_id, happened, false FROM unnest(people) AS person_id;
    UPDATE person SET last_interaction_at = greatest(last_interaction_at, happened)
        WHERE workspace_id = workspace AND id = ANY (people);
    INSERT INTO search_document (workspace_id, record_id, record_type, words)
        VALUES (workspace, new_id, 'INTERACTION', lower(line));
    INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at)
        VALUES (workspace, number, 'INTERACTION', new_id, 'CREATE', 1, who, now());
    RETURN made;
END $$;
