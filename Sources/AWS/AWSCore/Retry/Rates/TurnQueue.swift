/// The calls that wait for one bucket, in the order they may go: the urgent first, then fairly by account.
///
/// Within a priority the accounts take turns, one call each, in the order they came; one that waits with a thousand
/// calls delays another's first by one call. Start-time fair queueing with tags instead of a ring: a heap, O(log n).
struct TurnQueue: Sendable {
    /// A place in the queue.
    struct Turn: Sendable, Hashable, Comparable {
        /// How urgent.
        let priority: CallPurpose.Priority
        /// The round in which its account's call goes.
        let round: Int
        /// The order of arrival.
        let arrival: Int

        /// Orders by who goes first.
        static func < (left: Turn, right: Turn) -> Bool {
            if left.priority != right.priority { return left.priority < right.priority }
            return (left.round, left.arrival) < (right.round, right.arrival)
        }
    }

    private var heap: [Turn] = []
    /// The rounds taken by each account that waits, by priority; forgotten when nobody waits.
    private var lastRound: [CallPurpose: Int] = [:]
    /// The round of the call that went last, by priority.
    private var currentRounds = [Int](repeating: 0, count: CallPurpose.Priority.allCases.count)

    /// Whether nobody has a place, those who left included.
    var isEmpty: Bool { heap.isEmpty }

    /// The first place.
    var first: Turn? { heap.first }

    /// Gives a call its place.
    ///
    /// - Parameter arrival: A number that grows with each call and names it.
    mutating func append(_ purpose: CallPurpose, arrival: Int) {
        let round = max(currentRounds[Int(purpose.priority.rawValue)], lastRound[purpose] ?? 0) + 1
        if lastRound.count > 2 * heap.count + 64 {
            lastRound = lastRound.filter { $0.value > currentRounds[Int($0.key.priority.rawValue)] }
        }
        lastRound[purpose] = round
        heap.append(Turn(priority: purpose.priority, round: round, arrival: arrival))
        siftUp(from: heap.count - 1)
    }

    /// Takes the first place out, because its call goes.
    mutating func removeFirst() {
        guard let first = heap.first, let last = heap.popLast() else { return }
        currentRounds[Int(first.priority.rawValue)] = first.round
        if heap.isEmpty {
            lastRound = [:]
        } else {
            heap[0] = last
            siftDown()
        }
    }

    private mutating func siftUp(from start: Int) {
        var place = start
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func siftDown() {
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
