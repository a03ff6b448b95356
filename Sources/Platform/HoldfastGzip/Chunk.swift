internal import CZlib

/// Room for zlib to write into, appended to a growing array.
enum Chunk {
    static let size = 64 * 1024

    /// Offers zlib a piece of fresh room, appends what it wrote, and gives the room left over.
    static func append(
        to output: inout [UInt8], from stream: UnsafeMutablePointer<z_stream>, limit: Int = size,
        step: (UnsafeMutablePointer<z_stream>) -> Void
    ) -> Int {
        let room = min(size, limit)
        let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(room)
            step(stream)
            count = room - Int(stream.pointee.avail_out)
            stream.pointee.next_out = nil
        }
        output.append(contentsOf: piece)
        return room - piece.count
    }
}
