//! Decodes what the server answers to `biconnector.source.get`: a source, both forms of an error, a system error, and
//! an answer that makes no sense. No client is in use. It prints
//!
//! ```text
//! POST biconnector.source.get {"id":6}
//!
//! a source, HTTP 200:
//! Rest source SQL, with [SourceSetting { id: 8, code: "token", name: "Token", type: "STRING", value: *** }]
//!
//! an error of the method, HTTP 200:
//! of the method: ValidationIdNotProvided: biconnector.source.get: VALIDATION_ID_NOT_PROVIDED: ID is missing. (HTTP 200)
//!
//! an error inside the result, HTTP 200:
//! there is no such source: biconnector.source.get: SOURCE_NOT_FOUND: Source was not found. (HTTP 200)
//!
//! an error of the system, HTTP 401:
//! of the system: ExpiredToken: biconnector.source.get: expired_token: The access token provided has expired. (HTTP 401)
//!
//! an answer of another shape, HTTP 200:
//! biconnector.source.get: result.item.connection.id: expected integer, found string
//! ```

use bitrix24::biconnector::source::{Get, GetError};
use bitrix24::{CallError, Method};

const ANSWERS: [(&str, u16, &str); 5] = [
    (
        "a source",
        200,
        r#"{"result":{"item":{"connection":{"id":6,"type":"rest","code":"rest_1","title":"Rest source SQL","description":"Connection for working with mySql","active":true,"dateCreate":"2025-03-20 14:50:06","dateUpdate":"2025-03-20 14:50:06","createdById":1,"updatedById":1},"connectorId":1,"settings":[{"code":"token","name":"Token","type":"STRING","value":"beliberda","id":8}]}},"time":{"start":1742929480.368097,"finish":1742929480.449558,"duration":0.08146095275878906,"processing":0.006555080413818359,"date_start":"2025-03-25T19:04:40+00:00","date_finish":"2025-03-25T19:04:40+00:00"}}"#,
    ),
    (
        "an error of the method",
        200,
        r#"{"error":"VALIDATION_ID_NOT_PROVIDED","error_description":"ID is missing."}"#,
    ),
    (
        "an error inside the result",
        200,
        r#"{"result":{"error":{"error":"SOURCE_NOT_FOUND","error_description":"Source was not found."}},"time":{"start":1742929480.5}}"#,
    ),
    (
        "an error of the system",
        401,
        r#"{"error":"expired_token","error_description":"The access token provided has expired."}"#,
    ),
    (
        "an answer of another shape",
        200,
        r#"{"result":{"item":{"connection":{"id":"six","title":"Rest source SQL"},"connectorId":1,"settings":[]}}}"#,
    ),
];

fn main() -> Result<(), bitrix24::EncodeError> {
    let request = Get::new(6);
    println!(
        "POST {} {}",
        Get::NAME,
        String::from_utf8_lossy(&bitrix24::encode(&request)?)
    );
    for (what, status, body) in ANSWERS {
        println!("\n{what}, HTTP {status}:");
        match bitrix24::decode::<Get>(status, body) {
            Ok(response) => {
                let source = response.result;
                println!("{}, with {:?}", source.connection.title, source.settings);
            }
            Err(CallError::Method(error)) if error.code == GetError::SourceNotFound => {
                println!("there is no such source: {error}");
            }
            Err(CallError::Method(error)) => println!("of the method: {:?}: {error}", error.code),
            Err(CallError::System(error)) => println!("of the system: {:?}: {error}", error.code),
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
