/// How far back jobs are read: the moments from which on a list of jobs is whole.
public enum JobHistory {
    /// Backup and copy jobs: a week, which holds two runs of a daily plan with their windows, and a baseline.
    public static let backupAndCopy = Duration.hours(7 * 24)
    /// Restore jobs: a month, which holds one run of a monthly test.
    public static let restore = Duration.hours(31 * 24)
}
