public import HoldfastModel

/// Whether a selection of a backup plan selects a resource, and why.
///
/// AWS Backup selects what is named by `Resources` or by a tag of `ListOfTags`, meets every condition and is not named
/// by `NotResources`; a selection that names nothing takes everything the conditions leave. Tags and unspecific names
/// reach only types that are opted in. A part that was not read, or that AWS's documentation leaves open, gives
/// `unknown` unless the rest decides alone; the reason then names every part that is missing.
/// Sources: AWS Backup API Reference, "BackupSelection", "Conditions"; Developer Guide, "Select AWS services to backup",
/// "Assign resources with AWS CLI", "Assign AWS Backup resources through CloudFormation".
public enum SelectionMatch: Hashable, Sendable {
    /// It is selected, for that reason.
    case selected(String)
    /// It is not, for that reason.
    case notSelected(String)
    /// That construct or fact is missing to say.
    case unknown(String)

    /// Who made the plan, which says whose opt-in settings count.
    public enum PlanOrigin: Hashable, Sendable {
        /// The account itself: its own settings count.
        case account
        /// An Organizations backup policy: the management account's settings count, which are not in a snapshot.
        /// Source: AWS Backup Developer Guide, "Managing AWS Backup resources across multiple AWS accounts".
        case organization

        /// Tells by the prefix AWS gives the ids of plans a backup policy made.
        public init(planID: String) { self = planID.hasPrefix("orgs/") ? .organization : .account }
    }

    /// Matches one resource against one selection.
    ///
    /// - Parameters:
    ///   - selection: The selection as AWS returned it.
    ///   - resource: The resource; tags that are nothing make every question about tags unknown.
    ///   - settings: The opt-in settings of the resource's Region, or nothing when they were not read.
    ///   - origin: Who made the plan.
    public init(
        _ selection: BackupSelection, resource: Resource, settings: BackupRegionSettings?,
        origin: PlanOrigin = .account
    ) {
        let question = SelectionQuestion(resource: resource, settings: settings, origin: origin)
        self.init(question.answer(for: selection))
    }

    /// Turns an answer into a match.
    init(_ truth: Truth) {
        switch truth {
        case .holds(let reason): self = .selected(reason)
        case .fails(let reason): self = .notSelected(reason)
        case .unknown(let reason): self = .unknown(reason)
        }
    }

    /// The same as an answer of three values.
    package var truth: Truth {
        switch self {
        case .selected(let reason): .holds(reason)
        case .notSelected(let reason): .fails(reason)
        case .unknown(let reason): .unknown(reason)
        }
    }
}
