internal import HoldfastAgent
internal import HoldfastModel
internal import HoldfastReport
internal import Synchronization

/// Shows on stderr how far a sweep is: a live line on a terminal, or one JSON object an event.
final class ProgressView: Sendable {
    private enum Form {
        case live
        case json
        case silent
    }

    private struct State {
        var accounts = 0
        var regions = 0
        var done = 0
        var unread = 0
    }

    private let form: Form
    private let state = Mutex(State())

    /// Makes a view of that mode; `auto` looks at stderr.
    init(_ mode: ProgressMode) {
        switch mode {
        case .tty: form = .live
        case .json: form = .json
        case .none: form = .silent
        case .auto: form = StandardError.isTerminal ? .live : .json
        }
    }

    /// Shows one event.
    func show(_ event: SweepEvent) {
        let state = state.withLock { state in
            switch event {
            case .started(let accounts, let regions): (state.accounts, state.regions) = (accounts, regions)
            case .regionJudged(_, _, let status, _, _): if status.isIncomplete { state.unread += 1 }
            case .accountFinished: state.done += 1
            case .accountNotSwept: break
            }
            return state
        }
        switch form {
        case .silent: return
        case .json: StandardError.writeLine(Self.json(event))
        case .live:
            let unread = state.unread == 0 ? "" : ", \(state.unread) not readable in full"
            StandardError.write("\r\u{1B}[K\(state.done) of \(state.accounts) accounts\(unread)")
        }
    }

    /// Leaves the live line.
    func finish() {
        if case .live = form { StandardError.write("\r\u{1B}[K") }
    }

    private static func json(_ event: SweepEvent) -> String {
        switch event {
        case .started(let accounts, let regions):
            return #"{"event":"started","accounts":\#(accounts),"regions":\#(regions)}"#
        case .regionJudged(let account, let region, let status, let resources, let gaps):
            return #"{"event":"regionJudged","accountId":"\#(account.id)","region":"\#(region)","#
                + #""status":"\#(status.rawValue)","resources":\#(resources),"gaps":\#(gaps)}"#
        case .accountFinished(let account, let changes):
            return #"{"event":"accountFinished","accountId":"\#(account.id)","changes":\#(changes)}"#
        case .accountNotSwept(let account, let status):
            return #"{"event":"accountNotSwept","accountId":"\#(account.id)","status":"\#(status.rawValue)"}"#
        }
    }
}
