internal import HoldfastModel
internal import HoldfastYAML

/// A tier as far as it could be read, with the places of what is checked against other tiers.
struct TierDraft {
    /// Its name.
    let name: String
    /// Where its name stands.
    let place: Diagnostic.Location
    /// The tier, when nothing in it was wrong.
    var tier: ProtectionTier?
    /// How long it keeps recovery points, and where that is said.
    var retention: (days: CalendarDays, place: Diagnostic.Location)?
    /// The vault it writes to, and where that is said.
    var vault: (requirement: VaultRequirement, place: Diagnostic.Location)?
    /// Its copies, and where each is said.
    var copies: [(target: CopyTarget, place: Diagnostic.Location)] = []
}

extension PolicyReading {
    private static let tierKeys = [
        "rpo", "rto", "retention", "schedule", "window", "coldStorage", "continuous", "copies", "vault",
    ]

    /// The tiers, in the order of the file.
    mutating func tierDrafts(_ node: YAMLNode?) -> [TierDraft] {
        guard let node, let entries = reader.entries(of: node, "tiers") else { return [] }
        if entries.isEmpty { reader.report("no-tiers", "a policy needs at least one tier", at: node.location) }
        return entries.map { tierDraft($0) }
    }

    private mutating func tierDraft(_ entry: YAMLEntry) -> TierDraft {
        let name = "tier '\(entry.key)'"
        var draft = TierDraft(name: entry.key, place: entry.keyLocation)
        checkTierName(entry)
        guard
            let fields = reader.fields(
                of: entry.value, name, known: Self.tierKeys, required: ["rpo", "retention"])
        else { return draft }
        let rpo = positive(fields["rpo"], "the rpo of \(name)")
        let rto = positive(fields["rto"], "the rto of \(name)")
        let retention = days(fields["retention"], "the retention of \(name)")
        draft.retention = retention.map { ($0, fields.place(of: "retention")) }
        let schedule = schedule(fields["schedule"], name)
        let windows = windows(fields["window"], name)
        let cold = coldStorage(fields["coldStorage"], name)
        let continuous = reader.flag(fields["continuous"], "continuous of \(name)")
        if continuous == true {
            checkContinuous(fields, retention: retention, name: name)
        } else {
            checkLifecycle(retention: retention, cold: cold, what: name)
        }
        if continuous == false || fields["continuous"] == nil { checkFrequency(rpo, fields, name) }
        draft.vault = vault(fields["vault"], name)
        draft.copies = copies(fields["copies"], name, tierRetention: retention)
        if fields["vault"] == nil { draft.vault = (VaultRequirement(name: "holdfast"), draft.place) }
        guard let rpo, let retention, let requirement = draft.vault?.requirement else { return draft }
        draft.tier = ProtectionTier(
            name: entry.key, rpo: rpo, rto: rto, retention: retention, schedule: schedule,
            startWindow: windows.start, completionWindow: windows.completion, coldStorageAfter: cold?.days,
            isContinuous: continuous ?? false, copies: draft.copies.map(\.target), vault: requirement)
        return draft
    }

    /// A tier's name becomes part of the names of plans and selections, which have 50 characters, and a tag's value.
    private mutating func checkTierName(_ entry: YAMLEntry) {
        let bytes = entry.key.utf8
        guard !(1...40).contains(bytes.count) || !bytes.allSatisfy({ Self.isNameByte($0) || $0 == 0x2E }) else {
            return
        }
        reader.report(
            "invalid-name", "'\(entry.key)' cannot be the name of a tier", at: entry.keyLocation,
            hint: "1 to 40 letters, digits, '-', '_' and '.', for names of plans and selections are made of it")
    }

    private mutating func positive(_ node: YAMLNode?, _ what: String) -> Duration? {
        guard let node, let duration = reader.duration(node, what) else { return nil }
        guard duration > .zero else {
            reader.report("out-of-range", "\(what) must be more than nothing", at: node.location)
            return nil
        }
        return duration
    }

    /// Source: AWS Backup API Reference, "BackupRule".
    private mutating func windows(_ node: YAMLNode?, _ tier: String) -> (start: Duration, completion: Duration) {
        var windows = (start: Duration.hours(8), completion: Duration.hours(168))
        guard let node,
            let fields = reader.fields(of: node, "the window of \(tier)", known: ["start", "completion"])
        else { return windows }
        if let start = minutes(fields["start"], "the start window of \(tier)", atLeast: 60) { windows.start = start }
        if let completion = minutes(fields["completion"], "the completion window of \(tier)", atLeast: 1) {
            windows.completion = completion
        }
        return windows
    }

    private mutating func minutes(_ node: YAMLNode?, _ what: String, atLeast least: Int64) -> Duration? {
        guard let node, let duration = reader.duration(node, what) else { return nil }
        let (minutes, rest) = duration.components.seconds.quotientAndRemainder(dividingBy: 60)
        guard rest == 0, (least...52_560_000).contains(minutes) else {
            reader.report(
                "out-of-range",
                "\(what) is \(DurationText.write(duration)); AWS Backup takes whole minutes, at least \(least)",
                at: node.location, hint: minutes < least ? "write \(DurationText.write(.seconds(least * 60)))" : nil)
            return nil
        }
        return duration
    }

    /// After how many days what goes to cold storage, and where that is said.
    mutating func coldStorage(
        _ node: YAMLNode?, _ what: String
    ) -> (days: CalendarDays, place: Diagnostic.Location)? {
        guard let node,
            let fields = reader.fields(of: node, "coldStorage of \(what)", known: ["after"], required: ["after"])
        else { return nil }
        return days(fields["after"], "coldStorage.after of \(what)").map { ($0, fields.place(of: "after")) }
    }

    /// What is moved to cold storage must stay there for 90 days.
    ///
    /// Source: AWS Backup API Reference, "Lifecycle".
    mutating func checkLifecycle(
        retention: CalendarDays?, cold: (days: CalendarDays, place: Diagnostic.Location)?, what: String
    ) {
        guard let retention, let cold else { return }
        let least = cold.days.rawValue + 90
        guard retention.rawValue < least else { return }
        reader.report(
            "cold-storage-too-late",
            "\(what) goes to cold storage after \(cold.days) and is deleted after \(retention); "
                + "AWS Backup keeps cold recovery points for 90 days at least",
            at: cold.place,
            hint: least <= Self.longestRetention
                ? "keep them for \(least)d or more"
                    + (retention.rawValue > 90 ? ", or move them after \(retention.rawValue - 90)d or less" : "") : nil)
    }

    /// Source: AWS Backup Developer Guide, "Continuous backups and point-in-time recovery (PITR)".
    private mutating func checkContinuous(_ fields: YAMLFields, retention: CalendarDays?, name: String) {
        if let retention, retention.rawValue > 35 {
            reader.report(
                "continuous-retention",
                "\(name) is continuous and keeps \(retention); AWS Backup takes 35 days at most",
                at: fields.place(of: "retention"), hint: "write 35d, or make a second tier for what is kept longer")
        }
        if let cold = fields["coldStorage"] {
            reader.report(
                "continuous-cold-storage", "\(name) is continuous; continuous backups cannot go to cold storage",
                at: cold.location, hint: "take coldStorage out")
        }
    }

    private mutating func checkFrequency(_ rpo: Duration?, _ fields: YAMLFields, _ name: String) {
        guard let rpo, rpo < .hours(1) else { return }
        reader.report(
            "rpo-needs-continuous",
            "\(name) promises an rpo of \(DurationText.write(rpo)); AWS Backup takes snapshots once an hour at most",
            at: fields.place(of: "rpo"), hint: "add 'continuous: true', or write 1h or more")
    }
}
