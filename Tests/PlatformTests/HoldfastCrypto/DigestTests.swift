internal import HoldfastCrypto
internal import Testing

@Suite("HoldfastCrypto")
struct DigestTests {
    // FIPS 180-4's examples and lengths around the block of 64 bytes, checked with sha256sum.
    @Test(
        "a message has the digest the standard gives",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func digest(message: String, hex: String) {
        #expect(SHA256Digest(of: message).hex == hex)
        #expect(SHA256Digest(of: Array(message.utf8)).hex == hex)
        #expect(SHA256Digest(of: message.utf8).bytes == Hex.decode(hex))
    }

    @Test("a million letters have the digest the standard gives")
    func longMessage() {
        let digest = SHA256Digest(of: String(repeating: "a", count: 1_000_000))
        #expect(digest.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("pieces of any size give the digest of the whole", arguments: [1, 7, 63, 64, 65, 200])
    func pieces(size: Int) {
        let message = (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hasher = SHA256()
        for start in stride(from: 0, to: message.count, by: size) {
            hasher.update(message[start..<min(start + size, message.count)])
        }
        var copy = hasher
        #expect(hasher.finalize() == SHA256Digest(of: message))
        copy.update("more")
        #expect(copy.finalize() == SHA256Digest(of: message + Array("more".utf8)))
    }

    // RFC 4231, test cases 1, 2, 3 and 6.
    @Test(
        "a code is the one RFC 4231 gives",
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func code(key: [UInt8], message: [UInt8], hex: String) {
        #expect(HMACSHA256(key: key).code(of: message).hex == hex)
    }

    @Test("a signing key signs as AWS's worked example of Signature Version 4 does")
    func signingKey() {
        let key = SigningKey(
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", day: "20150830", region: "us-east-1", service: "iam")
        let text = """
            AWS4-HMAC-SHA256
            20150830T123600Z
            20150830/us-east-1/iam/aws4_request
            f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59
            """
        #expect(key.signature(of: text) == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
    }

    @Test("comparison looks at every byte and at the length")
    func comparison() {
        #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.equal([9, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
        #expect(ConstantTime.equal("".utf8, "".utf8))
    }

    @Test("hexadecimal text is read in either case and refused when it is none")
    func hex() {
        #expect(Hex.encode([0x00, 0x9f, 0xff]) == "009fff")
        #expect(Hex.decode("009fFF") == [0x00, 0x9f, 0xff])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
        #expect(Hex.decode("é") == nil)
        #expect(Hex.decode("") == [])
    }

    @Test("random bytes have the length asked for and do not repeat")
    func random() throws {
        #expect(try SecureRandom.bytes(0).isEmpty)
        #expect(try SecureRandom.bytes(32).count == 32)
        #expect(try SecureRandom.hex(16) != SecureRandom.hex(16))
        #expect(try SecureRandom.hex(16).count == 32)
    }
}
