internal import FoundationEssentials
public import HoldfastMetrics

/// What Linux says of this process.
///
/// Source: proc(5). Values that cannot be read are left out.
public struct ProcessMetrics: Sendable {
    // The kernel's own unit of /proc/self/stat is 1/100 s on every platform Swift runs on (USER_HZ).
    private static let ticksPerSecond = 100.0

    private let folder: String

    /// Reads from `/proc`, or from a folder of the same form.
    public init(folder: String = "/proc") { self.folder = folder }

    /// The families of this moment.
    public func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        func add(_ definition: MetricDefinition, _ value: Double?) {
            guard let value else { return }
            var family = MetricFamily(definition)
            family.add([], value)
            families.append(family)
        }
        // The command in the second field may hold spaces; all that follows its parenthesis is plain.
        let stat = (text("self/stat")?.split(separator: ")").last ?? "").split(separator: " ").map(String.init)
        let field: (Int) -> Double? = { number in
            let index = number - 3
            return stat.indices.contains(index) ? Double(stat[index]) : nil
        }
        if let user = field(14), let system = field(15) {
            add(MetricCatalog.processCPU, (user + system) / Self.ticksPerSecond)
        }
        add(MetricCatalog.processResidentMemory, number(after: "VmRSS:", in: "self/status").map { $0 * 1_024 })
        add(MetricCatalog.processVirtualMemory, field(23))
        add(
            MetricCatalog.processOpenFiles,
            (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/self/fd")).map { Double($0.count) })
        add(MetricCatalog.processMaxFiles, number(after: "Max open files", in: "self/limits"))
        if let start = field(22), let boot = number(after: "btime", in: "stat") {
            add(MetricCatalog.processStart, boot + start / Self.ticksPerSecond)
        }
        return families
    }

    private func number(after name: String, in file: String) -> Double? {
        let line = text(file)?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.dropFirst(name.count).split { $0 == " " || $0 == "\t" }.first.flatMap { Double($0) }
    }

    private func text(_ file: String) -> String? {
        // Files in /proc tell no size, so they are read as a stream until their end.
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
