internal import GRDB

/// The tables of a store on disk, and how older files become today's.
///
/// A step that was released is never edited: what changes comes as a further step.
enum StoreMigrations {
    /// All steps, in order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: reports, findings, runs and journal") { database in
            try database.execute(
                sql: """
                    CREATE TABLE report (
                        account TEXT NOT NULL, region TEXT NOT NULL, run TEXT NOT NULL, finished_at INTEGER NOT NULL,
                        sequence INTEGER NOT NULL, received_at INTEGER NOT NULL, last_success_at INTEGER,
                        body BLOB NOT NULL, PRIMARY KEY (account, region)
                    ) WITHOUT ROWID;
                    CREATE TABLE finding (
                        account TEXT NOT NULL, region TEXT NOT NULL, control TEXT NOT NULL, resource TEXT NOT NULL,
                        id TEXT NOT NULL, verdict TEXT NOT NULL, severity TEXT NOT NULL, body BLOB NOT NULL,
                        PRIMARY KEY (account, region, control, resource, id)
                    ) WITHOUT ROWID;
                    CREATE INDEX finding_by_verdict ON finding (verdict, severity);
                    CREATE TABLE run (
                        id TEXT NOT NULL PRIMARY KEY, started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL,
                        policy_hash TEXT NOT NULL, reports INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE journal (
                        number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, change TEXT NOT NULL,
                        is_end INTEGER NOT NULL, body BLOB NOT NULL
                    );
                    CREATE INDEX journal_by_run ON journal (run, change);
                    """)
        }
        return migrator
    }
}
