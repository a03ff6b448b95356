internal import AWSCore
internal import HoldfastModel

extension ReadLog {
    /// Asks one resource after another.
    ///
    /// Where the service refuses the call as such, asking the others is left out and the fact is missing for the type.
    ///
    /// - Parameter ask: Gives nothing where the answer lacks what was asked for, which is a gap.
    mutating func each<Value: Sendable>(
        _ arns: [ResourceARN], type: ResourceType, api: String, for fact: FactKind,
        _ ask: @Sendable (ResourceARN) async throws(AWSError) -> Value?
    ) async -> [ResourceARN: Value] {
        var values: [ResourceARN: Value] = [:]
        for arn in arns {
            let answer = await result(api, for: fact) { () async throws(AWSError) in try await ask(arn) }
            switch answer {
            case .success(let known?): values[arn] = known
            case .success(nil):
                addMalformed("the answer lacks what was asked for", api: api, for: fact, scope: .resource(arn))
            case .failure(let error):
                switch error.kind {
                case .denied, .throttled, .notImplemented, .expiredCredentials, .cancelled:
                    add(error, api: api, for: fact, scope: .resourceType(type))
                    return values
                default:
                    add(error, api: api, for: fact, scope: .resource(arn))
                }
            }
        }
        return values
    }
}
