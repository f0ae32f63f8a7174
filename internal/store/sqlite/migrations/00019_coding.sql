-- The class of a relation tells its coding in place of whether words of a document are
-- among its evidence: it is coding * 512 + span * 32 + status * 8 + certainty, with coding
-- 0 machine-coded, 1 quoted, 2 hand-coded, 3 suggested; see kg.Relation.Class. What was
-- not quoted is hand-coded where it is of ACLED, see kg.CodingBefore.

-- +goose Up
UPDATE relation SET class = class + 1024 WHERE class < 512 AND type IN (
        SELECT key FROM relation_type WHERE substr(id, instr(id, ':') + 1) IN (
            'abduction-forced-disappearance', 'agreement', 'air-drone-strike', 'armed-clash', 'arrests', 'associated-with', 'attack',
            'battle-government-regains-territory', 'battle-no-change-of-territory', 'battle-non-state-actor-overtakes-territory', 'battles',
            'change-to-group-activity', 'chemical-weapon', 'disrupted-weapons-use', 'excessive-force-against-protesters', 'explosions-remote-violence',
            'government-regains-territory', 'grenade', 'headquarters-or-base-established', 'looting-property-destruction', 'mob-violence',
            'non-state-actor-overtakes-territory', 'non-violent-transfer-of-territory', 'other', 'peaceful-protest', 'protest-with-intervention', 'protests',
            'remote-explosive-landmine-ied', 'remote-violence', 'riots', 'riots-protests', 'sexual-violence', 'shelling-artillery-missile-attack',
            'strategic-development', 'strategic-developments', 'suicide-bomb', 'violence-against-civilians', 'violent-demonstration'
        )
    ) AND EXISTS (
        SELECT 1 FROM source s JOIN dataset d ON d.key = s.dataset JOIN relation_type t ON t.key = relation.type
        WHERE s.relation = relation.key AND substr(t.id, 1, length(d.name) + 1) = d.name || ':'
        AND s.record GLOB '[A-Z][A-Z][A-Z][0-9]*' AND NOT substr(s.record, 4) GLOB '*[^0-9]*'
    );

ALTER TABLE dataset ADD COLUMN codings INTEGER NOT NULL DEFAULT 0; -- of the relations that rest on its rows: bit n for the coding n
UPDATE dataset SET codings = m.codings FROM (
        SELECT s.dataset AS dataset, sum(DISTINCT 1 << (r.class >> 9 & 3)) AS codings FROM source s JOIN relation r ON r.key = s.relation GROUP BY s.dataset
    ) m WHERE m.dataset = dataset.key;

PRAGMA user_version = 19;
