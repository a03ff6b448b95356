import FoundationEssentials
import FuzzTargets

/// The entry point that `HOLDFAST_FUZZ_TARGET` names; libFuzzer reads it for each input.
private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["HOLDFAST_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
        fatalError("HOLDFAST_FUZZ_TARGET must be one of \(names)")
    }
    return target
}()

/// Feeds one input to the entry point and ends the process where something does not hold, so that libFuzzer keeps it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let outcome = target.outcome(of: Array(UnsafeBufferPointer(start: bytes, count: count)))
    guard outcome.violations.isEmpty else { fatalError("\(outcome.violations)") }
    return 0
}
