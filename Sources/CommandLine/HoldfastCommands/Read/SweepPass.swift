internal import HoldfastAgent
internal import HoldfastEnforcement
internal import HoldfastInventory
internal import HoldfastModel
internal import HoldfastReport
internal import Logging

/// One pass of a verb that ends: discovers, sweeps, and holds what was found.
struct SweepPass: Sendable {
    /// What was found.
    struct Gathered: Sendable {
        /// Every report.
        let reports: [AccountReport]
        /// Run and changes.
        let outcome: SweepRun.Outcome
        /// Whether the accounts of the organization are known to be all.
        let isListingWhole: Bool
        /// Who was asked.
        let discovery: Discovery
    }

    private let composition: Composition
    private let progress: ProgressView
    private let stop: StopSignal

    /// Prepares a pass.
    init(_ composition: Composition, progress: ProgressView, stop: StopSignal = StopSignal()) {
        self.composition = composition
        self.progress = progress
        self.stop = stop
    }

    /// Makes the pass; a signal ends it with status 130 or 143.
    ///
    /// - Parameter keepsFindings: Whether findings and resources are held, or only what counts need.
    func gather() async throws -> Gathered {
        let (composition, progress, stop) = (composition, progress, stop)
        return try await SignalWatch.run(stop: stop) {
            let discovery = try await composition.discover()
            for notice in discovery.listing.notices { StandardError.writeLine("notice: \(notice)") }
            if composition.loaded.isBuiltIn {
                StandardError.writeLine(
                    "notice: The built-in policy holds (daily backups, kept 35 days); write your own and name it with "
                        + "--policy.file.")
            }
            var reports: [AccountReport] = []
            let outcome = try await composition.sweep(discovery, stop: stop).run(
                over: discovery.listing.entries, watch: { progress.show($0) }, sink: { reports.append($0) })
            progress.finish()
            return Gathered(
                reports: reports, outcome: outcome,
                isListingWhole: discovery.listing.isWhole && outcome.isWhole, discovery: discovery)
        }
    }
}
