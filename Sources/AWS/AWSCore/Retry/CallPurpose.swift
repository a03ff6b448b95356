/// Whose work a call is and how urgent it is: what decides who goes first where calls wait for their turn.
///
/// Kept per task and inherited by child tasks, so that whoever begins a piece of work says it once. Without anything
/// said a call is inventory of nobody in particular.
public struct CallPurpose: Sendable, Hashable {
    /// How urgent a call is; the first goes ahead of all others.
    public enum Priority: UInt8, Sendable, Hashable, Comparable, CaseIterable {
        /// A write, or the reads that check whether it may still be made.
        case enforcement
        /// Everything that is read for a sweep.
        case inventory

        /// Orders the urgent before the others.
        public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
    }

    /// The purpose of the calls the current task makes.
    @TaskLocal public static var current = CallPurpose()

    /// How urgent the calls are.
    public var priority: Priority
    /// The account the work is for, where it is not the one called.
    ///
    /// `sts:AssumeRole` is charged to the caller's account whichever account is entered, and accounts take turns in a
    /// bucket they share.
    public var account: String?

    /// Describes a purpose.
    public init(priority: Priority = .inventory, account: String? = nil) {
        self.priority = priority
        self.account = account
    }

    /// The same urgency, for that account.
    public func with(account: String?) -> CallPurpose { CallPurpose(priority: priority, account: account) }
}
