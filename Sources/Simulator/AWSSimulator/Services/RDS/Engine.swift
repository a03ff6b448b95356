/// What follows from a database engine.
enum Engine {
    /// The port it listens on.
    static func port(of engine: String) -> Int {
        switch engine {
        case "mysql", "mariadb", "aurora-mysql": 3_306
        case "sqlserver-se", "sqlserver-ee", "sqlserver-ex", "sqlserver-web": 1_433
        case "oracle-se2", "oracle-ee": 1_521
        case "docdb": 27_017
        case "neptune": 8_182
        default: 5_432
        }
    }

    /// The version every instance of it runs.
    static func version(of engine: String) -> String {
        switch engine {
        case "mysql": "8.0.40"
        case "mariadb": "10.11.9"
        case "aurora-mysql": "8.0.mysql_aurora.3.08.0"
        case "aurora-postgresql": "16.4"
        case "docdb": "5.0.0"
        case "neptune": "1.3.4.0"
        case "oracle-se2", "oracle-ee": "19.0.0.0.ru-2024-10.rur-2024-10.r1"
        default: engine.hasPrefix("sqlserver") ? "15.00.4410.1.v1" : "16.4"
        }
    }

    /// Its licence model.
    static func license(of engine: String) -> String {
        switch engine {
        case "mysql", "mariadb": "general-public-license"
        case "postgres", "aurora-postgresql": "postgresql-license"
        case "aurora-mysql": "general-public-license"
        case "docdb": "na"
        case "neptune": "amazon-license"
        default: "license-included"
        }
    }
}
