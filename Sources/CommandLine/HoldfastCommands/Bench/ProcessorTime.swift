internal import Glibc

/// Processor time, user and system together, as the kernel counts it.
enum ProcessorTime {
    /// Microseconds this thread has used.
    static var ofThread: Double { microseconds(of: CLOCK_THREAD_CPUTIME_ID) }

    /// Microseconds all threads of this process have used.
    static var ofProcess: Double { microseconds(of: CLOCK_PROCESS_CPUTIME_ID) }

    /// The most memory the process has held, in kilobytes.
    static var peakKilobytes: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? Int(usage.ru_maxrss) : 0
    }

    private static func microseconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1_000
    }
}
