internal import AWSModelCompiler
internal import Foundation

/// Fetches models from botocore's data, which only Python knows where to find and how to unpack.
struct ModelSource {
    /// One service's files, unpacked.
    struct Model: Decodable {
        let sha256: String
        let service: Data
        let paginators: Data?
    }

    /// The data directory, or nothing for the installed package's own.
    let data: String?
    /// The version the package must have; a directory given by hand is not asked.
    let version: String

    private static let script = """
        import base64, gzip, hashlib, json, os, sys
        data, version, models = sys.argv[1], sys.argv[2], sys.argv[3:]
        if not data:
            import botocore
            if botocore.__version__ != version:
                sys.exit(f"botocore {version} is wanted, {botocore.__version__} is installed")
            data = os.path.join(os.path.dirname(botocore.__file__), "data")
        def read(path):
            if os.path.exists(path + ".gz"):
                return gzip.open(path + ".gz").read()
            return open(path, "rb").read() if os.path.exists(path) else None
        def text(content):
            return None if content is None else base64.b64encode(content).decode()
        answer = []
        for model in models:
            service = read(os.path.join(data, model, "service-2.json"))
            if service is None:
                sys.exit(f"there is no model {model} in {data}")
            answer.append({
                "sha256": hashlib.sha256(service).hexdigest(), "service": text(service),
                "paginators": text(read(os.path.join(data, model, "paginators-1.json")))})
        json.dump(answer, sys.stdout)
        """

    /// Loads the models, in the order asked for.
    func load(_ models: [String]) throws -> [Model] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["HOLDFAST_PYTHON"] ?? "python3"
        process.arguments = [python, "-c", Self.script, data ?? "", version] + models
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ModelError("python3 could not read botocore's models; its own words stand above")
        }
        return try JSONDecoder().decode([Model].self, from: answer)
    }
}
