/// Which Holdfast this is.
public enum HoldfastVersion {
    /// The version, as semantic versioning writes it.
    public static let current = "0.1.0"
}
