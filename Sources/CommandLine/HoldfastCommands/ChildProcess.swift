package import AWSCore
internal import Glibc

/// Runs another program without a shell and takes what it prints; the one place where the product starts one.
///
/// Its standard error is the product's own, so that a person sees what it asks or complains of; its input is empty.
package enum ChildProcess {
    /// Why a program could not be run.
    package struct Failure: Error, CustomStringConvertible {
        /// The reason in words.
        package let description: String
    }

    private static let longestRun = Duration.seconds(60)
    private static let largestOutput = 64 * 1024

    /// Runs a program, found by `PATH`, and waits for its end without holding a thread.
    ///
    /// - Throws: ``Failure`` when it cannot be started, runs for more than a minute or prints more than 64 KiB;
    ///   `CancellationError` when the calling task is cancelled. In both cases nothing of it is left behind.
    package static func run(
        _ arguments: [String], environment: [String: String]
    ) async throws -> ProcessOutcome {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(description: words(errno)) }
        defer { close(ends[0]) }
        // Other programs started meanwhile must not hold the pipe open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let started = Result { try start(arguments, environment, output: ends[1]) }
        close(ends[1])
        let child = try started.get()
        do {
            let deadline = ContinuousClock.now + longestRun
            let output = try await read(ends[0], until: deadline)
            return ProcessOutcome(status: try await end(of: child, until: deadline), output: output)
        } catch {
            kill(child, SIGKILL)
            var status: Int32 = 0
            waitpid(child, &status, 0)
            throw error
        }
    }

    private static func start(
        _ arguments: [String], _ environment: [String: String], output: Int32
    ) throws(Failure) -> pid_t {
        guard let program = arguments.first else { throw Failure(description: "it names no program") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, program, &actions, nil, words, variables)
        guard code == 0 else { throw Failure(description: Self.words(code)) }
        return child
    }

    private static func read(_ descriptor: Int32, until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return output }
            if count > 0 {
                output += buffer[..<count]
                guard output.count <= largestOutput else { throw Failure(description: "it prints more than 64 KiB") }
            } else if errno == EAGAIN {
                try await pause(until: deadline)
            } else if errno != EINTR {
                throw Failure(description: words(errno))
            }
        }
    }

    private static func end(of child: pid_t, until deadline: ContinuousClock.Instant) async throws -> Int {
        var status: Int32 = 0
        while true {
            switch waitpid(child, &status, WNOHANG) {
            case child:
                let signal = Int(status & 0x7F)
                return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
            case 0: try await pause(until: deadline)
            default:
                guard errno == EINTR else { throw Failure(description: words(errno)) }
            }
        }
    }

    private static func pause(until deadline: ContinuousClock.Instant) async throws {
        guard ContinuousClock.now < deadline else { throw Failure(description: "it ran for more than a minute") }
        try await Task.sleep(for: .milliseconds(5))
    }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
