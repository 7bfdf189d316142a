/**
 * Confiture
 * 0.0.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
    headers: {},
    baseUrl: "/"
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
    thisServer: "/"
};
export type OpenApi = {
    openapi: string;
    info: {
        [key: string]: any;
    };
    paths: {
        [key: string]: any;
    };
    [key: string]: any;
};
export type Problem = {
    /** Names the kind of problem; the last part is `code`. */
    "type": string;
    title: string;
    status: number;
    detail: string;
    /** Path of the request. */
    instance: string;
    /** One of the codes of docs/errors.md. */
    code: string;
    /** What to do, as an instruction. */
    hint?: string;
    /** Also in the log of the server. */
    request_id: string;
    /** Each fault of the request, where there can be several. */
    errors?: {
        /** JSON pointer into the body, or `query/name`, `path/name`, `header/name`. */
        pointer: string;
        detail: string;
    }[];
};
export type Alive = {
    status: "ok";
};
export type Readiness = {
    status: "ok" | "unavailable";
    database: "ok" | "unreachable";
};
export type ServerSettings = {
    environment: string;
    /** Of Confiture. */
    version: string;
    database: {
        host: string;
        name: string;
    };
    config_file: string | null;
    migrations_dir: string;
    tracking_table: string;
    /** How long deliveries that were settled are kept. */
    retention_days: number;
    /** Where the key of stored endpoints comes from; null where there is none. */
    master_key: string | null;
    options: {
        key: string;
        meaning: string;
        value: (string | number | boolean | string[]) | null;
    }[];
};
export type Run = {
    run_id: string;
    environment: string;
    state: "queued" | "starting" | "running" | "waiting" | "pausing" | "paused" | "cancelling" | "cancelled" | "completed" | "failed" | "abandoned";
    direction: "up" | "down";
    /** When the API was asked for it. */
    queued_at: string | null;
    /** The version that the API was asked to stop after. */
    target: string | null;
    /** RFC 3339, UTC, with milliseconds. */
    started_at: string;
    ended_at: string | null;
    duration_ms: number;
    /** Since its last sign of life; null once it has ended. */
    silent_ms: number | null;
    actor: string;
    actor_source: "cli" | "ci" | "token";
    reason: string | null;
    /** Code of the error that it ended with. */
    error: string | null;
    host: string;
    process_id: number;
    backend_pid: number | null;
    version: string;
    commit: string | null;
    link: string | null;
    plan_hash: string | null;
    migrations_total: number | null;
    migrations_done: number;
    current_migration: string | null;
    phase: string | null;
    records_processed: number | null;
    /** All that keeps it from going on. */
    waiting_for: {
        kind: "lock" | "approval" | "pause_when";
        detail: string;
    }[];
    pause: {
        actor: string;
        reason: string | null;
        /** True where all runs are held. */
        all: boolean;
        /** RFC 3339, UTC, with milliseconds. */
        requested_at: string;
        /** When the run stood still. */
        since: string | null;
    } | null;
    /** The run before it, which did not complete. */
    continues: string | null;
    /** The command to type next. */
    next: string | null;
};
export type RunList = {
    data: Run[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type NewRun = {
    /** Version to stop after. */
    target?: string;
    /** Hash of a plan (`GET /v1/plan`): run this one or none. */
    plan?: string;
    reason?: string;
};
export type StartedRun = {
    run: Run;
    /** Of the plan at this moment. */
    plan_hash: string;
    /** What it is to apply, with the SHA-256 of each file. */
    migrations: {
        version: string;
        name: string;
        checksum: string;
    }[];
};
export type Steering = {
    verb: "pause" | "resume" | "cancel";
    /** True where the same was asked for already; nothing was added. */
    repeated: boolean;
    /** The run a moment later; null for all runs. */
    run: Run | null;
};
export type PauseOfAll = {
    /** Null where runs are not held. */
    pause: {
        actor: string;
        reason: string | null;
        /** True where all runs are held. */
        all: boolean;
        /** RFC 3339, UTC, with milliseconds. */
        requested_at: string;
        /** When the run stood still. */
        since: string | null;
    } | null;
};
export type RunDetail = {
    run_id: string;
    environment: string;
    state: "queued" | "starting" | "running" | "waiting" | "pausing" | "paused" | "cancelling" | "cancelled" | "completed" | "failed" | "abandoned";
    direction: "up" | "down";
    /** When the API was asked for it. */
    queued_at: string | null;
    /** The version that the API was asked to stop after. */
    target: string | null;
    /** RFC 3339, UTC, with milliseconds. */
    started_at: string;
    ended_at: string | null;
    duration_ms: number;
    /** Since its last sign of life; null once it has ended. */
    silent_ms: number | null;
    actor: string;
    actor_source: "cli" | "ci" | "token";
    reason: string | null;
    /** Code of the error that it ended with. */
    error: string | null;
    host: string;
    process_id: number;
    backend_pid: number | null;
    version: string;
    commit: string | null;
    link: string | null;
    plan_hash: string | null;
    migrations_total: number | null;
    migrations_done: number;
    current_migration: string | null;
    phase: string | null;
    records_processed: number | null;
    /** All that keeps it from going on. */
    waiting_for: {
        kind: "lock" | "approval" | "pause_when";
        detail: string;
    }[];
    pause: {
        actor: string;
        reason: string | null;
        /** True where all runs are held. */
        all: boolean;
        /** RFC 3339, UTC, with milliseconds. */
        requested_at: string;
        /** When the run stood still. */
        since: string | null;
    } | null;
    /** The run before it, which did not complete. */
    continues: string | null;
    /** The command to type next. */
    next: string | null;
    /** The clock of the database, at this answer. */
    server_time: string;
    /** Sessions that have to give way; the first is the one to look at. */
    blocked_by: {
        pid: number;
        user: string | null;
        application: string | null;
        client_address: string | null;
        state: string | null;
        /** Since when it is in this state. */
        state_ms: number | null;
    }[];
    /** The batch phase that it is at, or has stopped in; null before its first repetition. */
    batch: {
        phase: string;
        repetitions: number;
        /** Changed and committed since the phase was first begun. */
        rows: number;
        /** Rows that its tables held, as an estimate. */
        rows_expected: number | null;
    } | null;
    /** What the server reports of the command that runs, for instance of CREATE INDEX. */
    server_progress: {
        command: string;
        phase: string;
        /** Part of the phase that is done, 0 to 1. */
        fraction: number | null;
    } | null;
    /** Its migrations with their phases, as events tell; one that is pending has no name yet. */
    migrations: {
        id: string;
        version: string;
        name: string;
        title: string | null;
        state: "pending" | "running" | "paused" | "validating" | "completed" | "failed" | "cancelled" | "rolled_back" | "interrupted";
        started_at: string | null;
        ended_at: string | null;
        duration_seconds: number | null;
        phases: {
            name: string;
            "number": number;
            state: "running" | "completed" | "failed";
            started_at: string | null;
            ended_at: string | null;
            duration_seconds: number | null;
            records_processed: number | null;
        }[];
        error: {
            "type": string;
            /** Masked: names stay, values are ***. */
            message: string;
            sqlstate: string | null;
            file: string | null;
            line: number | null;
            /** What to do, where the SQLSTATE alone tells. */
            hint: string | null;
        } | null;
    }[];
    events: {
        id: string;
        "type": string;
        /** RFC 3339, UTC, with milliseconds. */
        created_at: string;
        migration_id: string | null;
        phase: string | null;
        error: {
            "type": string;
            /** Masked: names stay, values are ***. */
            message: string;
            sqlstate: string | null;
            file: string | null;
            line: number | null;
            /** What to do, where the SQLSTATE alone tells. */
            hint: string | null;
        } | null;
        deliveries: {
            id: string;
            endpoint: string;
            state: "waiting" | "delivered" | "failed" | "discarded";
            attempts: number;
        }[];
    }[];
    /** False where there are more events: GET /v1/events. */
    events_complete: boolean;
};
export type PlannedMigration = {
    version: string;
    name: string;
    title: string | null;
    file: string;
    /** SHA-256 of the file. */
    checksum: string;
    verify_checksum: string | null;
    invariant_checksum: string | null;
    transactional: boolean;
    requires_approval: boolean;
    tier: "additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified";
    phases: {
        name: string;
        line: number;
        no_transaction: boolean;
        requires_approval: boolean;
        batch: boolean;
    }[] | null;
    statements: {
        line: number;
        command: string;
        tier: "additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified";
        locks: {
            mode: string;
            table: string;
        }[];
        rewrites: boolean;
        scans: boolean;
        findings: {
            rule: string;
            subject: string | null;
            message: string;
            safer_way: string | null;
            silenced_by: {
                directive: string;
                line: number;
            } | null;
        }[];
    }[];
};
export type Plan = {
    /** `sha256:…`; covers all that an approval is for. */
    hash: string;
    direction: "up" | "down";
    environment: string;
    project: string;
    database_identity: {
        name: string;
        system_identifier: string | null;
        oid: string | null;
    };
    rule_set_version: number;
    tier: "additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified";
    approval: {
        count: number;
        reasons: string[];
    } | null;
    migrations: PlannedMigration[];
    sizes: {
        table: string;
        size: string;
        bytes: number | null;
    }[];
    warnings: string[];
};
export type Migration = {
    /** `mig_` and the version. */
    id: string;
    version: string;
    name: string;
    title: string | null;
    state: "applied" | "pending" | "out_of_order" | "changed" | "missing" | "interrupted";
    applied_at: string | null;
    duration_ms: number | null;
    /** SHA-256 of the file as it is now. */
    checksum: string | null;
    /** False where the file is no longer what was applied; null of what is not applied. */
    checksum_ok: boolean | null;
    /** Risk of what is pending. */
    tier: ("additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified") | null;
    certificate_id: string | null;
    /** The run that is at it. */
    run_id: string | null;
    /** How the last run failed at it; null of an applied migration, and of one that a run is at. */
    failure: {
        run_id: string;
        /** RFC 3339, UTC, with milliseconds. */
        failed_at: string;
        /** Code of the error that the run ended with. */
        error: string | null;
    } | null;
};
export type MigrationList = {
    data: Migration[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type NewMigration = {
    /** What it does, in a few words. */
    name: string;
    /** For people; shown and told in events. */
    title?: string;
    /** SQL of the change. */
    up: string;
    /** SQL that undoes it. */
    down?: string;
};
export type CreatedMigration = {
    id: string;
    version: string;
    name: string;
    files: {
        name: string;
        /** SHA-256 of the file. */
        checksum: string;
    }[];
};
export type MigrationShape = {
    file: string;
    /** False where it runs statement by statement. */
    transactional: boolean;
    requires_approval: boolean;
    /** The highest of its statements. */
    tier: "additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified";
    phases: {
        name: string;
        line: number;
        no_transaction: boolean;
        requires_approval: boolean;
        batch: boolean;
    }[] | null;
    statements: {
        line: number;
        command: string;
        tier: "additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified";
        locks: {
            mode: string;
            table: string;
        }[];
        rewrites: boolean;
        scans: boolean;
        findings: {
            rule: string;
            subject: string | null;
            message: string;
            safer_way: string | null;
            silenced_by: {
                directive: string;
                line: number;
            } | null;
        }[];
    }[];
    /** There is a file that undoes it. */
    has_down: boolean;
    has_verify: boolean;
    has_invariant: boolean;
};
export type MigrationDetail = {
    /** `mig_` and the version. */
    id: string;
    version: string;
    name: string;
    title: string | null;
    state: "applied" | "pending" | "out_of_order" | "changed" | "missing" | "interrupted";
    applied_at: string | null;
    duration_ms: number | null;
    /** SHA-256 of the file as it is now. */
    checksum: string | null;
    /** False where the file is no longer what was applied; null of what is not applied. */
    checksum_ok: boolean | null;
    /** Risk of what is pending. */
    tier: ("additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified") | null;
    certificate_id: string | null;
    /** The run that is at it. */
    run_id: string | null;
    /** How the last run failed at it; null of an applied migration, and of one that a run is at. */
    failure: {
        run_id: string;
        /** RFC 3339, UTC, with milliseconds. */
        failed_at: string;
        /** Code of the error that the run ended with. */
        error: string | null;
    } | null;
    /** What it would do; null of an applied migration. */
    planned: PlannedMigration | null;
    /** What its files hold as they are now, also where it is applied; null where there is none, or one cannot be read. */
    shape: MigrationShape | null;
};
export type MigrationStart = {
    /** Hash of a plan (`GET /v1/plan`): run this one or none. */
    plan?: string;
    reason?: string;
};
export type Approval = {
    id: string;
    state: "pending" | "granted" | "denied" | "expired" | "stale" | "revoked" | "used";
    environment: string;
    direction: "up" | "down";
    plan_hash: string;
    migrations: {
        version: string;
        name: string;
    }[];
    /** The phase before which a run has stopped; null where the whole plan waits. */
    phase: {
        version: string;
        phase: string;
    } | null;
    tiers: ("additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified")[];
    reasons: string[];
    /** Who may decide; empty where everybody may. */
    approvers: string[];
    forbid_self: boolean;
    required_count: number;
    granted_count: number;
    requested_by: string;
    requested_source: "cli" | "ci" | "token";
    run_id: string | null;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    /** RFC 3339, UTC, with milliseconds. */
    expires_at: string;
    used_at: string | null;
    superseded_by: string | null;
    decisions: {
        verb: "grant" | "deny" | "revoke";
        actor: string;
        actor_source: "cli" | "ci" | "token";
        comment: string | null;
        /** RFC 3339, UTC, with milliseconds. */
        decided_at: string;
    }[];
    /** Until it expires, by the clock of the database; 0 where nothing can be decided any more. */
    seconds_left: number;
    /** The clock of the database, at this answer. */
    server_time: string;
};
export type ApprovalList = {
    data: Approval[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type ApprovalDetail = {
    id: string;
    state: "pending" | "granted" | "denied" | "expired" | "stale" | "revoked" | "used";
    environment: string;
    direction: "up" | "down";
    plan_hash: string;
    migrations: {
        version: string;
        name: string;
    }[];
    /** The phase before which a run has stopped; null where the whole plan waits. */
    phase: {
        version: string;
        phase: string;
    } | null;
    tiers: ("additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified")[];
    reasons: string[];
    /** Who may decide; empty where everybody may. */
    approvers: string[];
    forbid_self: boolean;
    required_count: number;
    granted_count: number;
    requested_by: string;
    requested_source: "cli" | "ci" | "token";
    run_id: string | null;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    /** RFC 3339, UTC, with milliseconds. */
    expires_at: string;
    used_at: string | null;
    superseded_by: string | null;
    decisions: {
        verb: "grant" | "deny" | "revoke";
        actor: string;
        actor_source: "cli" | "ci" | "token";
        comment: string | null;
        /** RFC 3339, UTC, with milliseconds. */
        decided_at: string;
    }[];
    /** Until it expires, by the clock of the database; 0 where nothing can be decided any more. */
    seconds_left: number;
    /** The clock of the database, at this answer. */
    server_time: string;
    /** What is asked for, with statements and findings. */
    plan: PlannedMigration[];
    /** Files of this server that are no longer what is asked for; empty where none is. */
    changed: string[];
    /** Why the caller may not decide so, as sentences; null where that is possible. */
    refusals: {
        grant: string | null;
        deny: string | null;
        revoke: string | null;
    };
    /** What a person types to agree; null where nothing waits. */
    command: string | null;
};
export type ApprovalDecision = {
    comment?: string;
    /** The `plan_hash` that was looked at; with another one nothing is decided. */
    plan_hash?: string;
};
export type ApprovalDenial = {
    comment: string;
    /** The `plan_hash` that was looked at; with another one nothing is decided. */
    plan_hash?: string;
};
export type Certificate = {
    id: string;
    migration: {
        version: string;
        name: string;
    };
    run_id: string;
    environment: string;
    plan_hash: string | null;
    /** First 16 hex digits of the SHA-256 of the public key. */
    key_id: string;
    queries: number;
    /** Of its payload. */
    sha256: string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
};
export type CertificateList = {
    data: Certificate[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type CertificateDetail = {
    id: string;
    migration: {
        version: string;
        name: string;
    };
    run_id: string;
    environment: string;
    plan_hash: string | null;
    /** First 16 hex digits of the SHA-256 of the public key. */
    key_id: string;
    queries: number;
    /** Of its payload. */
    sha256: string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    /** `unknown_key`: this server has not the key that it names, so that it cannot tell. */
    signature: "valid" | "invalid" | "unknown_key";
    /** What it states: an in-toto statement, without its signature. */
    statement: {
        [key: string]: any;
    };
};
export type CertificateEnvelope = {
    payloadType: string;
    payload: string;
    signatures: {
        keyid: string;
        sig: string;
    }[];
};
export type DeliveryStatistics = {
    /** By the clock of the database, as all times here. */
    now: string;
    bucket_seconds: number;
    /** The oldest first; the last one is not over yet. */
    buckets: {
        /** RFC 3339, UTC, with milliseconds. */
        start: string;
        /** Settled within the bucket, as the next two. */
        delivered: number;
        failed: number;
        discarded: number;
        /** Of the events that happened within it, those that wait now. */
        waiting: number;
        /** There are more than these figures say. */
        capped: boolean;
        /** Of the newest attempts that ended within it; null where none did. */
        p50_ms: number | null;
        p95_ms: number | null;
    }[];
    /** By their names, 200 at most. */
    endpoints: {
        hook: string;
        endpoint: string;
        /** One figure a bucket, as the next. */
        delivered: number[];
        failed: number[];
        /** Of what was delivered or has failed in the span, 0 to 1. */
        success_rate: number | null;
        oldest_waiting_at: string | null;
    }[];
};
export type Attempt = {
    /** `att_…` */
    id: string;
    delivery_id: string;
    "number": number;
    /** RFC 3339, UTC, with milliseconds. */
    ended_at: string;
    duration_ms: number;
    outcome: "done" | "retry" | "final";
    result: string;
    /** Why there was no answer. */
    error: string | null;
    /** What to do about it, in one sentence. */
    advice: string | null;
    response_status: number | null;
    response_headers: {
        [key: string]: string;
    } | null;
    /** Masked, 16 KiB at most. */
    response_body: string | null;
    /** The first three are null where a connection was there already. */
    timing: {
        dns_ms: number | null;
        connect_ms: number | null;
        tls_ms: number | null;
        first_byte_ms: number | null;
    } | null;
    /** Two during a rotation. */
    secrets_signed: number | null;
    /** Whether it went to another URL than the attempt before; null where that is not known. */
    url_changed: boolean | null;
};
export type Delivery = {
    id: string;
    event_id: string;
    event_type: string;
    migration: string | null;
    run_id: string | null;
    hook: string;
    endpoint: string;
    state: "waiting" | "delivered" | "failed" | "discarded";
    /** When its event happened. */
    created_at: string;
    /** When the next attempt is due. */
    due_at: string | null;
    settled_at: string | null;
    last_result: string | null;
    /** HTTP status, or why there was no answer. */
    last_answer: string | null;
    /** An attempt is being made at this moment. */
    sending: boolean;
    /** Put back by a bulk action: sent when nothing else is due. */
    deferred: boolean;
    endpoint_disabled: string | null;
    endpoint_throttled_until: string | null;
    attempt_count: number;
    attempts: Attempt[];
};
export type DeliveryList = {
    data: Delivery[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type CappedCount = {
    count: number;
    capped: boolean;
};
export type DeliveryDetail = {
    id: string;
    event_id: string;
    event_type: string;
    migration: string | null;
    run_id: string | null;
    hook: string;
    endpoint: string;
    state: "waiting" | "delivered" | "failed" | "discarded";
    /** When its event happened. */
    created_at: string;
    /** When the next attempt is due. */
    due_at: string | null;
    settled_at: string | null;
    last_result: string | null;
    /** HTTP status, or why there was no answer. */
    last_answer: string | null;
    /** An attempt is being made at this moment. */
    sending: boolean;
    /** Put back by a bulk action: sent when nothing else is due. */
    deferred: boolean;
    endpoint_disabled: string | null;
    endpoint_throttled_until: string | null;
    attempt_count: number;
    attempts: Attempt[];
    /** The event as it is stored. */
    event: {
        [key: string]: any;
    };
    /** What is sent, secrets masked; null where the endpoint is not known here. */
    request: {
        method: string;
        /** Path and query are left out: they are often secrets. */
        url: string;
        headers: {
            [key: string]: string;
        };
        body: string;
    } | null;
    /** Whether a retry goes to another URL than the last attempt. */
    url_changed: boolean | null;
};
export type DeliveryAttemptList = {
    data: Attempt[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type ListedAttempt = {
    /** `att_…` */
    id: string;
    delivery_id: string;
    "number": number;
    /** RFC 3339, UTC, with milliseconds. */
    ended_at: string;
    duration_ms: number;
    outcome: "done" | "retry" | "final";
    result: string;
    /** Why there was no answer. */
    error: string | null;
    /** What to do about it, in one sentence. */
    advice: string | null;
    response_status: number | null;
    response_headers: {
        [key: string]: string;
    } | null;
    /** Masked, 16 KiB at most. */
    response_body: string | null;
    /** The first three are null where a connection was there already. */
    timing: {
        dns_ms: number | null;
        connect_ms: number | null;
        tls_ms: number | null;
        first_byte_ms: number | null;
    } | null;
    /** Two during a rotation. */
    secrets_signed: number | null;
    /** Whether it went to another URL than the attempt before; null where that is not known. */
    url_changed: boolean | null;
    event_id: string;
    event_type: string;
    hook: string;
    endpoint: string;
};
export type AttemptList = {
    data: ListedAttempt[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type StoredEvent = {
    id: string;
    "type": string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    run_id: string | null;
    migration: string | null;
    deliveries: {
        id: string;
        hook: string;
        endpoint: string;
        state: "waiting" | "delivered" | "failed" | "discarded";
        attempt_count: number;
        last_result: string | null;
    }[];
};
export type EventList = {
    data: StoredEvent[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type EventDetail = {
    id: string;
    "type": string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    run_id: string | null;
    migration: string | null;
    /** The event as it is stored. */
    body: {
        [key: string]: any;
    };
    deliveries: Delivery[];
};
export type DeliveryFilter = {
    /** Only these. */
    state?: string;
    /** Only those of this endpoint. */
    endpoint?: string;
    /** Only events of this type, or of a pattern such as migration.*. */
    "type"?: string;
    /** Only those last answered with this: 404, 5xx, or none. */
    status?: string;
    /** Only those last ended by this: timeout, dns, connect-refused, tls, reset, …. */
    error?: string;
    /** Only those of this migration, by version or name. */
    migration?: string;
    /** Only those of this run. */
    run?: string;
    /** Settled, or waiting, since then: 30m, 24h, 7d or 2026-01-09T14:00:00Z. */
    since?: string;
    /** Settled, or waiting, until then. */
    until?: string;
};
export type RetryRequest = {
    filter: DeliveryFilter;
    /** What has arrived is sent again too. */
    include_succeeded?: boolean;
    /** How many become due in a second; default: no bound. */
    per_second?: number;
    /** Counts, and changes nothing. */
    dry_run?: boolean;
};
export type BulkCount = {
    dry_run: true;
    count: number;
    /** When the oldest of the events happened. */
    oldest_at: string | null;
    endpoints: {
        hook: string;
        endpoint: string;
        count: number;
    }[];
    warnings: string[];
};
export type Job = {
    id: string;
    kind: "retry" | "discard" | "replay" | "recover";
    state: "queued" | "running" | "completed" | "cancelled" | "failed";
    /** What it is about, as it was asked for. */
    filter: {
        [key: string]: any;
    };
    /** How many there were to change when it was asked for. */
    total: number;
    changed: number;
    actor: string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    started_at: string | null;
    ended_at: string | null;
    error: string | null;
};
export type StartedJob = {
    job: Job;
    warnings: string[];
};
export type DiscardRequest = {
    filter: DeliveryFilter;
    /** Counts, and changes nothing. */
    dry_run?: boolean;
};
export type EventFilter = {
    /** Only events of this type, or of a pattern such as migration.*. */
    "type"?: string;
    /** Only those of this migration, by version or name. */
    migration?: string;
    /** Only those of this run. */
    run?: string;
    /** Happened since then: `30m`, `24h`, `7d` or an RFC 3339 time. */
    since?: string;
    /** Happened until then. */
    until?: string;
};
export type ReplayRequest = {
    /** Id or name of the endpoint. */
    endpoint: string;
    filter: EventFilter;
    /** Counts, and changes nothing. */
    dry_run?: boolean;
};
export type JobList = {
    data: Job[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type RetriedDelivery = {
    id: string;
    event_id: string;
    event_type: string;
    migration: string | null;
    run_id: string | null;
    hook: string;
    endpoint: string;
    state: "waiting" | "delivered" | "failed" | "discarded";
    /** When its event happened. */
    created_at: string;
    /** When the next attempt is due. */
    due_at: string | null;
    settled_at: string | null;
    last_result: string | null;
    /** HTTP status, or why there was no answer. */
    last_answer: string | null;
    /** An attempt is being made at this moment. */
    sending: boolean;
    /** Put back by a bulk action: sent when nothing else is due. */
    deferred: boolean;
    endpoint_disabled: string | null;
    endpoint_throttled_until: string | null;
    attempt_count: number;
    attempts: Attempt[];
    warnings: string[];
};
export type EndpointStatistics = {
    endpoint: string;
    delivered: CappedCount;
    waiting: CappedCount;
    failed: CappedCount;
    discarded: CappedCount;
    /** Of what was settled, 0 to 1; of capped counts about. */
    success_rate: number | null;
    p50_ms: number | null;
    p95_ms: number | null;
    oldest_waiting_at: string | null;
};
export type RecoverRequest = {
    /** Settled, or waiting, since then: 30m, 24h, 7d or 2026-01-09T14:00:00Z. */
    since?: string;
    /** How many become due in a second; default: 10. */
    per_second?: number;
};
export type AuditEntry = {
    /** `aud_…`; grows with time. */
    id: string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    actor: string;
    actor_source: "cli" | "ci" | "token" | "system";
    token_id: string | null;
    token_name: string | null;
    /** Network address that the request came from. */
    address: string | null;
    request_id: string | null;
    /** Noun and verb: `webhook.created`, `run.pause_requested`. */
    action: string;
    subject_kind: string;
    subject_id: string | null;
    reason: string | null;
    run_id: string | null;
    before: {
        [key: string]: any;
    } | null;
    after: {
        [key: string]: any;
    } | null;
};
export type AuditList = {
    data: AuditEntry[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type SignIn = {
    token: string;
};
export type Session = {
    token_id: string;
    name: string;
    scopes: ("read" | "manage" | "operate" | "approve" | "author")[];
    /** Name of the database. */
    database: string;
    environment: string;
    /** Of Confiture. */
    version: string;
    /** By the clock of the server. */
    now: string;
};
export type Token = {
    id: string;
    name: string;
    state: "active" | "expired" | "revoked";
    scopes: ("read" | "manage" | "operate" | "approve" | "author")[];
    /** The last four characters of its text. */
    secret_hint: string;
    created_by: string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    /** Null where it does not expire. */
    expires_at: string | null;
    revoked_at: string | null;
    /** To the minute. */
    last_used_at: string | null;
    /** Address of the last request. */
    last_used_from: string | null;
};
export type TokenList = {
    data: Token[];
};
export type TokenRequest = {
    /** Stands in the audit log and in events as who has acted. */
    name: string;
    scopes: ("read" | "manage" | "operate" | "approve" | "author")[];
    /** Null for a token that does not expire. */
    expires_in_days?: number | null;
};
export type NewToken = {
    id: string;
    name: string;
    state: "active" | "expired" | "revoked";
    scopes: ("read" | "manage" | "operate" | "approve" | "author")[];
    /** The last four characters of its text. */
    secret_hint: string;
    created_by: string;
    /** RFC 3339, UTC, with milliseconds. */
    created_at: string;
    /** Null where it does not expire. */
    expires_at: string | null;
    revoked_at: string | null;
    /** To the minute. */
    last_used_at: string | null;
    /** Address of the last request. */
    last_used_from: string | null;
    /** The text to send. Shown once; null where the request is repeated. */
    secret: string | null;
};
export type Webhook = {
    /** `whk_…`; of one that is set elsewhere its name. */
    id: string;
    name: string;
    source: "environment" | "config" | "database";
    /** Without path and query. Null where its master key is missing. */
    url: string | null;
    events: string[];
    format: string;
    schedule: ("sensei" | "confiture") | number[];
    timeout_ms: number;
    allow_insecure: boolean;
    /** Values are masked. */
    headers: {
        [key: string]: string;
    } | null;
    /** The last four characters of the secret that signs. */
    secret_hint: string | null;
    /** Since when the present secret signs beside the one before. */
    rotated_at: string | null;
    /** Until when the secret before it signs too. */
    overlap_until: string | null;
    state: "enabled" | "disabled";
    disabled_at: string | null;
    disabled_reason: string | null;
    failing_since: string | null;
    /** In a row. */
    failures: number;
    /** The master key that it is sealed with. */
    key_id: string | null;
    /** Why nothing can be sent to it from here. */
    locked: string | null;
    created_at: string | null;
    created_by: string | null;
    updated_at: string | null;
    url_changed_at: string | null;
    /** Rises with each change; null for one that is set elsewhere. */
    version: number | null;
};
export type WebhookList = {
    data: Webhook[];
    next_cursor: string | null;
    prev_cursor: string | null;
};
export type WebhookRequest = {
    /** Where events are posted; public addresses only. */
    url: string;
    /** Unique; default: made of the host. */
    name?: string;
    /** Event types and patterns: `migration.failed`, `migration.*`, `*`. */
    events?: string[];
    /** Signing secret. Default: a new one is made. */
    secret?: string;
    format?: "confiture" | "flat" | "envelope" | "cloudevents" | "slack" | "discord" | "teams" | "pagerduty" | "opsgenie";
    /** A name, or the delay in seconds before each attempt. */
    schedule?: ("sensei" | "confiture") | number[];
    /** Total time for one attempt. */
    timeout_ms?: number;
    /** Custom headers; values may hold fields of the event (docs/delivery.md). */
    headers?: {
        [key: string]: string;
    };
    /** Allows plain http outside environment `local`. */
    allow_insecure?: boolean;
};
export type WebhookWithSecret = {
    /** `whk_…`; of one that is set elsewhere its name. */
    id: string;
    name: string;
    source: "environment" | "config" | "database";
    /** Without path and query. Null where its master key is missing. */
    url: string | null;
    events: string[];
    format: string;
    schedule: ("sensei" | "confiture") | number[];
    timeout_ms: number;
    allow_insecure: boolean;
    /** Values are masked. */
    headers: {
        [key: string]: string;
    } | null;
    /** The last four characters of the secret that signs. */
    secret_hint: string | null;
    /** Since when the present secret signs beside the one before. */
    rotated_at: string | null;
    /** Until when the secret before it signs too. */
    overlap_until: string | null;
    state: "enabled" | "disabled";
    disabled_at: string | null;
    disabled_reason: string | null;
    failing_since: string | null;
    /** In a row. */
    failures: number;
    /** The master key that it is sealed with. */
    key_id: string | null;
    /** Why nothing can be sent to it from here. */
    locked: string | null;
    created_at: string | null;
    created_by: string | null;
    updated_at: string | null;
    url_changed_at: string | null;
    /** Rises with each change; null for one that is set elsewhere. */
    version: number | null;
    /** The signing secret. Shown once; null where the request is repeated. */
    secret: string | null;
};
export type WebhookPatch = {
    /** Where events are posted; public addresses only. */
    url?: string;
    /** Event types and patterns: `migration.failed`, `migration.*`, `*`. */
    events?: string[];
    format?: "confiture" | "flat" | "envelope" | "cloudevents" | "slack" | "discord" | "teams" | "pagerduty" | "opsgenie";
    /** A name, or the delay in seconds before each attempt. */
    schedule?: ("sensei" | "confiture") | number[];
    /** Total time for one attempt. */
    timeout_ms?: number;
    /** Merged by name; null takes a header away. */
    headers?: {
        [key: string]: string | null;
    };
    /** Allows plain http outside environment `local`. */
    allow_insecure?: boolean;
};
export type RemovedWebhook = {
    id: string;
    name: string;
    /** Deliveries that were given up with it; they stay visible. */
    discarded: number;
};
export type WebhookTestRequest = {
    /** Default: `webhook.test`. */
    event_type?: string;
};
export type WebhookTestResult = {
    event_type: string;
    /** True where the answer was a 2xx. */
    delivered: boolean;
    outcome: "delivered" | "rejected" | "unreachable" | "refused";
    message: string;
    status_code: number | null;
    duration_ms: number;
    request: {
        method: string;
        url: string;
        headers: {
            [key: string]: string;
        };
        body: string;
    };
    response: {
        body: string;
        complete: boolean;
    } | null;
};
export type RotationRequest = {
    /** Signing secret. Default: a new one is made. */
    secret?: string;
    /** How long the secret before signs too; default a day, 0 for not at all. */
    overlap_seconds?: number;
};
export type DisableRequest = {
    /** Why, for the record; secrets are masked. */
    reason?: string;
};
/**
 * Gives this document.
 */
export function getOpenApi(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: OpenApi;
    } | {
        status: number;
        data: Problem;
    }>("/v1/openapi.json", {
        ...opts
    });
}
/**
 * Says that the process answers.
 */
export function getHealth(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Alive;
    } | {
        status: number;
        data: Problem;
    }>("/healthz", {
        ...opts
    });
}
/**
 * Says whether requests can be served.
 */
export function getReadiness(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Readiness;
    } | {
        status: 503;
        data: Readiness;
    } | {
        status: number;
        data: Problem;
    }>("/readyz", {
        ...opts
    });
}
/**
 * Gives the metrics of the project, for Prometheus.
 */
export function getMetrics(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: number;
        data: Problem;
    }>("/metrics", {
        ...opts
    });
}
/**
 * Says how this server is set up, without anything secret.
 */
export function getSettings(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ServerSettings;
    } | {
        status: number;
        data: Problem;
    }>("/v1/settings", {
        ...opts
    });
}
/**
 * Tells events as they happen.
 */
export function openStream({ $type, after, changes }: {
    $type?: string | string[];
    after?: string;
    changes?: "true" | "false";
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/stream${QS.query(QS.explode({
        "type": $type,
        after,
        changes
    }))}`, {
        ...opts
    });
}
/**
 * Lists runs, newest first.
 */
export function listRuns({ limit, cursor, order, state, direction, actor, since, until }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    state?: ("queued" | "starting" | "running" | "waiting" | "pausing" | "paused" | "cancelling" | "cancelled" | "completed" | "failed" | "abandoned") | ("queued" | "starting" | "running" | "waiting" | "pausing" | "paused" | "cancelling" | "cancelled" | "completed" | "failed" | "abandoned")[];
    direction?: "up" | "down";
    actor?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: RunList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/runs${QS.query(QS.explode({
        limit,
        cursor,
        order,
        state,
        direction,
        actor,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Starts a run of what the folder of the server holds.
 */
export function startRun(newRun?: NewRun, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 202;
        data: StartedRun;
    } | {
        status: number;
        data: Problem;
    }>("/v1/runs", oazapfts.json({
        ...opts,
        method: "POST",
        body: newRun,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Holds all runs of the project in this environment, those that start later too.
 */
export function pauseAllRuns(body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>("/v1/runs/pause", oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Says who holds all runs of the project in this environment, and why.
 */
export function getPauseOfAllRuns(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: PauseOfAll;
    } | {
        status: number;
        data: Problem;
    }>("/v1/runs/pause", {
        ...opts
    });
}
/**
 * Lets all runs go on that were held together.
 */
export function resumeAllRuns(body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>("/v1/runs/resume", oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Shows one run with its migrations, phases, events and their deliveries, and who blocks it.
 */
export function getRun(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: RunDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/runs/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Asks a run to stand still at its next safe point.
 */
export function pauseRun(id: string, body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/runs/${encodeURIComponent(id)}/pause`, oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Lets a paused run go on.
 */
export function resumeRun(id: string, body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/runs/${encodeURIComponent(id)}/resume`, oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Ends a run; its open transaction is rolled back.
 */
export function cancelRun(id: string, body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/runs/${encodeURIComponent(id)}/cancel`, oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Says what `migrate up` would do now, with the risk of each statement and the hash of the plan.
 */
export function getPlan({ target }: {
    target?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Plan;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/plan${QS.query(QS.explode({
        target
    }))}`, {
        ...opts
    });
}
/**
 * Lists migrations, of files and ledger together; the newest version first.
 */
export function listMigrations({ limit, cursor, order, state, tier }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    state?: ("applied" | "pending" | "out_of_order" | "changed" | "missing" | "interrupted" | "failed") | ("applied" | "pending" | "out_of_order" | "changed" | "missing" | "interrupted" | "failed")[];
    tier?: ("additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified") | ("additive" | "reversible" | "lock_risky" | "destructive" | "irreversible" | "unclassified")[];
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: MigrationList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/migrations${QS.query(QS.explode({
        limit,
        cursor,
        order,
        state,
        tier
    }))}`, {
        ...opts
    });
}
/**
 * Writes the files of a new migration into the folder that `serve.allowMigrationFiles` names.
 */
export function createMigration(newMigration: NewMigration, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: CreatedMigration;
    } | {
        status: number;
        data: Problem;
    }>("/v1/migrations", oazapfts.json({
        ...opts,
        method: "POST",
        body: newMigration,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Shows one migration, with what its files hold, and what it would do where it is pending.
 */
export function getMigration(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: MigrationDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/migrations/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Cancels the run that goes on; the file stays, and what was committed stays.
 */
export function cancelMigration(id: string, body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/migrations/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "DELETE",
        body
    }));
}
/**
 * Starts a run of all that is pending up to this migration.
 */
export function startMigration(id: string, migrationStart?: MigrationStart, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 202;
        data: StartedRun;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/migrations/${encodeURIComponent(id)}/start`, oazapfts.json({
        ...opts,
        method: "POST",
        body: migrationStart,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Asks the run that goes on to stand still at its next safe point.
 */
export function pauseMigration(id: string, body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/migrations/${encodeURIComponent(id)}/pause`, oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Lets the paused run go on.
 */
export function resumeMigration(id: string, body?: {
    /** Why, for the record; secrets are masked. */
    reason?: string;
}, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Steering;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/migrations/${encodeURIComponent(id)}/resume`, oazapfts.json({
        ...opts,
        method: "POST",
        body,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Lists requests for approval, newest first.
 */
export function listApprovals({ limit, cursor, order, state }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    state?: ("pending" | "granted" | "denied" | "expired" | "stale" | "revoked" | "used") | ("pending" | "granted" | "denied" | "expired" | "stale" | "revoked" | "used")[];
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ApprovalList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/approvals${QS.query(QS.explode({
        limit,
        cursor,
        order,
        state
    }))}`, {
        ...opts
    });
}
/**
 * Shows a request for approval with its plan, the time left, and what has changed since.
 */
export function getApproval(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ApprovalDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/approvals/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Agrees to a plan.
 */
export function grantApproval(id: string, approvalDecision?: ApprovalDecision, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ApprovalDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/approvals/${encodeURIComponent(id)}/grant`, oazapfts.json({
        ...opts,
        method: "POST",
        body: approvalDecision,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Refuses a plan; a comment says why.
 */
export function denyApproval(id: string, approvalDenial: ApprovalDenial, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ApprovalDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/approvals/${encodeURIComponent(id)}/deny`, oazapfts.json({
        ...opts,
        method: "POST",
        body: approvalDenial,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Takes a grant or a denial back.
 */
export function revokeApproval(id: string, approvalDecision?: ApprovalDecision, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: ApprovalDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/approvals/${encodeURIComponent(id)}/revoke`, oazapfts.json({
        ...opts,
        method: "POST",
        body: approvalDecision,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Lists Behavioral Equivalence Certificates, newest first.
 */
export function listCertificates({ limit, cursor, order, version }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    version?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: CertificateList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/certificates${QS.query(QS.explode({
        limit,
        cursor,
        order,
        version
    }))}`, {
        ...opts
    });
}
/**
 * Shows what a certificate states, and whether its signature holds.
 */
export function getCertificate(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: CertificateDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/certificates/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Gives a certificate itself, as a DSSE envelope, for `confiture certificate verify` and tools like it.
 */
export function exportCertificate(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: CertificateEnvelope;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/certificates/${encodeURIComponent(id)}/export`, {
        ...opts
    });
}
/**
 * Says what became of deliveries over a span of time, how long attempts took, and how each endpoint does.
 */
export function getDeliveryStatistics({ span, endpoint }: {
    span?: "1h" | "24h" | "7d";
    endpoint?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeliveryStatistics;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/deliveries/statistics${QS.query(QS.explode({
        span,
        endpoint
    }))}`, {
        ...opts
    });
}
/**
 * Lists deliveries with their attempts, newest first.
 */
export function listDeliveries({ limit, cursor, order, state, endpoint, $type, status, error, migration, run, since, until }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    state?: string;
    endpoint?: string;
    $type?: string;
    status?: string;
    error?: string;
    migration?: string;
    run?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeliveryList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/deliveries${QS.query(QS.explode({
        limit,
        cursor,
        order,
        state,
        endpoint,
        "type": $type,
        status,
        error,
        migration,
        run,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Counts deliveries, to ten thousand.
 */
export function countDeliveries({ state, endpoint, $type, status, error, migration, run, since, until }: {
    state?: string;
    endpoint?: string;
    $type?: string;
    status?: string;
    error?: string;
    migration?: string;
    run?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: CappedCount;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/deliveries/count${QS.query(QS.explode({
        state,
        endpoint,
        "type": $type,
        status,
        error,
        migration,
        run,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Shows one delivery with its event, its attempts, and what its endpoint is sent.
 */
export function getDelivery(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeliveryDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/deliveries/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Lists the attempts of one delivery, newest first.
 */
export function listAttemptsOfDelivery(id: string, { limit, cursor, order }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeliveryAttemptList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/deliveries/${encodeURIComponent(id)}/attempts${QS.query(QS.explode({
        limit,
        cursor,
        order
    }))}`, {
        ...opts
    });
}
/**
 * Lists attempts of deliveries; those of one delivery stand together, the newest event first.
 */
export function listAttempts({ limit, cursor, order, state, endpoint, $type, status, error, migration, run, since, until }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    state?: string;
    endpoint?: string;
    $type?: string;
    status?: string;
    error?: string;
    migration?: string;
    run?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AttemptList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/attempts${QS.query(QS.explode({
        limit,
        cursor,
        order,
        state,
        endpoint,
        "type": $type,
        status,
        error,
        migration,
        run,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Lists events with what has become of their deliveries, newest first.
 */
export function listEvents({ limit, cursor, order, $type, migration, run, since, until }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    $type?: string;
    migration?: string;
    run?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: EventList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/events${QS.query(QS.explode({
        limit,
        cursor,
        order,
        "type": $type,
        migration,
        run,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Counts events, to ten thousand.
 */
export function countEvents({ $type, migration, run, since, until }: {
    $type?: string;
    migration?: string;
    run?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: CappedCount;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/events/count${QS.query(QS.explode({
        "type": $type,
        migration,
        run,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Shows one event with all its deliveries and attempts.
 */
export function getEvent(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: EventDetail;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/events/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Makes failed deliveries due again by filter, as a job; `dry_run` counts them first.
 */
export function retryDeliveries(retryRequest: RetryRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: BulkCount;
    } | {
        status: 202;
        data: StartedJob;
    } | {
        status: number;
        data: Problem;
    }>("/v1/deliveries/retry", oazapfts.json({
        ...opts,
        method: "POST",
        body: retryRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Gives up waiting for deliveries by filter, as a job; `dry_run` counts them first.
 */
export function discardDeliveries(discardRequest: DiscardRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: BulkCount;
    } | {
        status: 202;
        data: StartedJob;
    } | {
        status: number;
        data: Problem;
    }>("/v1/deliveries/discard", oazapfts.json({
        ...opts,
        method: "POST",
        body: discardRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Sends an endpoint the events of its types that it was not sent, as a job.
 */
export function replayEvents(replayRequest: ReplayRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: BulkCount;
    } | {
        status: 202;
        data: StartedJob;
    } | {
        status: number;
        data: Problem;
    }>("/v1/events/replay", oazapfts.json({
        ...opts,
        method: "POST",
        body: replayRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Lists bulk jobs, newest first.
 */
export function listJobs({ limit, cursor, order }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: JobList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/jobs${QS.query(QS.explode({
        limit,
        cursor,
        order
    }))}`, {
        ...opts
    });
}
/**
 * Shows a bulk job with its progress.
 */
export function getJob(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Job;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/jobs/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Ends a bulk job; what it has changed stays changed.
 */
export function cancelJob(id: string, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Job;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/jobs/${encodeURIComponent(id)}/cancel`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    });
}
/**
 * Lists the deliveries of one endpoint with their attempts, newest first.
 */
export function listDeliveriesOfWebhook(id: string, { limit, cursor, order, state, $type, status, error, migration, run, since, until }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    state?: string;
    $type?: string;
    status?: string;
    error?: string;
    migration?: string;
    run?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeliveryList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/deliveries${QS.query(QS.explode({
        limit,
        cursor,
        order,
        state,
        "type": $type,
        status,
        error,
        migration,
        run,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Makes one delivery due now, at the start of its schedule.
 */
export function retryDelivery(id: string, deliveryId: string, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: RetriedDelivery;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(deliveryId)}/retry`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    });
}
/**
 * Says how an endpoint does: counts to ten thousand, durations of its newest attempts, what waits longest.
 */
export function getWebhookStatistics(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: EndpointStatistics;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/statistics`, {
        ...opts
    });
}
/**
 * Sends a test event, and on a 2xx answer puts all failed deliveries of the endpoint back, as a job.
 */
export function recoverWebhook(id: string, recoverRequest?: RecoverRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 202;
        data: StartedJob;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/recover`, oazapfts.json({
        ...opts,
        method: "POST",
        body: recoverRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Lists who changed what, newest first.
 */
export function listAuditLog({ limit, cursor, order, actor, action, subjectKind, subjectId, tokenId, requestId, since, until }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    actor?: string;
    action?: string;
    subjectKind?: string;
    subjectId?: string;
    tokenId?: string;
    requestId?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AuditList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/audit${QS.query(QS.explode({
        limit,
        cursor,
        order,
        actor,
        action,
        subject_kind: subjectKind,
        subject_id: subjectId,
        token_id: tokenId,
        request_id: requestId,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Writes the audit log as JSON lines or as CSV, oldest first.
 */
export function exportAuditLog({ format, actor, action, subjectKind, subjectId, tokenId, requestId, since, until }: {
    format?: "jsonl" | "csv";
    actor?: string;
    action?: string;
    subjectKind?: string;
    subjectId?: string;
    tokenId?: string;
    requestId?: string;
    since?: string;
    until?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/audit/export${QS.query(QS.explode({
        format,
        actor,
        action,
        subject_kind: subjectKind,
        subject_id: subjectId,
        token_id: tokenId,
        request_id: requestId,
        since,
        until
    }))}`, {
        ...opts
    });
}
/**
 * Gets one entry of the audit log, with what was changed.
 */
export function getAuditEntry(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AuditEntry;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/audit/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Signs a person in with a token.
 */
export function signIn(signIn: SignIn, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Session;
    } | {
        status: number;
        data: Problem;
    }>("/v1/session", oazapfts.json({
        ...opts,
        method: "POST",
        body: signIn
    }));
}
/**
 * Says who asks, and what the token may do.
 */
export function getSession(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Session;
    } | {
        status: number;
        data: Problem;
    }>("/v1/session", {
        ...opts
    });
}
/**
 * Ends the session of the cookie.
 */
export function signOut(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 204;
    } | {
        status: number;
        data: Problem;
    }>("/v1/session", {
        ...opts,
        method: "DELETE"
    });
}
/**
 * Lists tokens, newest first.
 */
export function listTokens(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: TokenList;
    } | {
        status: number;
        data: Problem;
    }>("/v1/tokens", {
        ...opts
    });
}
/**
 * Makes a token.
 */
export function createToken(tokenRequest: TokenRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: NewToken;
    } | {
        status: number;
        data: Problem;
    }>("/v1/tokens", oazapfts.json({
        ...opts,
        method: "POST",
        body: tokenRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Gives one token.
 */
export function getToken(tokenId: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Token;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/tokens/${encodeURIComponent(tokenId)}`, {
        ...opts
    });
}
/**
 * Revokes a token at once.
 */
export function revokeToken(tokenId: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Token;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/tokens/${encodeURIComponent(tokenId)}`, {
        ...opts,
        method: "DELETE"
    });
}
/**
 * Lists endpoints, whatever their source, the newest first.
 */
export function listWebhooks({ limit, cursor, order, source, state }: {
    limit?: number;
    cursor?: string;
    order?: "asc" | "desc";
    source?: "environment" | "config" | "database";
    state?: "enabled" | "disabled";
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WebhookList;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks${QS.query(QS.explode({
        limit,
        cursor,
        order,
        source,
        state
    }))}`, {
        ...opts
    });
}
/**
 * Makes an endpoint in the database.
 */
export function createWebhook(webhookRequest: WebhookRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: WebhookWithSecret;
    } | {
        status: number;
        data: Problem;
    }>("/v1/webhooks", oazapfts.json({
        ...opts,
        method: "POST",
        body: webhookRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Gives one endpoint.
 */
export function getWebhook(id: string, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Changes an endpoint of the database.
 */
export function updateWebhook(id: string, webhookPatch: WebhookPatch, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PATCH",
        body: webhookPatch
    }));
}
/**
 * Removes an endpoint of the database.
 */
export function deleteWebhook(id: string, { force }: {
    force?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: RemovedWebhook;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}${QS.query(QS.explode({
        force
    }))}`, {
        ...opts,
        method: "DELETE"
    });
}
/**
 * Sends a signed sample event once, and shows what came back.
 */
export function testWebhook(id: string, webhookTestRequest?: WebhookTestRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WebhookTestResult;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/test`, oazapfts.json({
        ...opts,
        method: "POST",
        body: webhookTestRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Gives an endpoint of the database a new signing secret.
 */
export function rotateWebhookSecret(id: string, rotationRequest?: RotationRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WebhookWithSecret;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/rotate`, oazapfts.json({
        ...opts,
        method: "POST",
        body: rotationRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
/**
 * Sends to an endpoint again, whatever its source.
 */
export function enableWebhook(id: string, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/enable`, {
        ...opts,
        method: "POST",
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    });
}
/**
 * Sends nothing to an endpoint until it is enabled, whatever its source.
 */
export function disableWebhook(id: string, disableRequest?: DisableRequest, { idempotencyKey }: {
    idempotencyKey?: string;
} = {}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Webhook;
    } | {
        status: number;
        data: Problem;
    }>(`/v1/webhooks/${encodeURIComponent(id)}/disable`, oazapfts.json({
        ...opts,
        method: "POST",
        body: disableRequest,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Idempotency-Key": idempotencyKey
        })
    }));
}
