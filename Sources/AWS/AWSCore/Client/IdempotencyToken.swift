/// The token that lets AWS see that two requests are one.
public enum IdempotencyToken {
    /// Makes a random token, in the form of a version 4 UUID.
    ///
    /// Inputs draw theirs when they are made, so that every attempt of one call carries the same one.
    public static func random() -> String {
        let digits = Array("0123456789abcdef")
        var token = ""
        var generator = SystemRandomNumberGenerator()
        for place in 0..<32 {
            if [8, 12, 16, 20].contains(place) { token.append("-") }
            let drawn = Int.random(in: 0..<16, using: &generator)
            switch place {
            case 12: token.append("4")
            case 16: token.append(digits[8 + drawn % 4])
            default: token.append(digits[drawn])
            }
        }
        return token
    }
}
