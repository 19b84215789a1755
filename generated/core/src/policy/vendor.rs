//! What the vendor says about its cloud, as data; each list with its source.

use crate::AuthErrorKind;

/// Where portals are: `PORTAL.bitrix24.` and one of these. Source: the vendor's list of regions, and two public lists of portals
/// for `ae`, `md` and `uz`. `tech` is missing on purpose: it hosts services, and no portals.
pub(super) const ZONES: &[&str] = &[
    "ae", "by", "cn", "co", "com", "com.br", "com.tr", "de", "es", "eu", "fr", "id", "in", "it",
    "jp", "kz", "md", "mx", "pl", "ru", "uk", "uz", "vn",
];

/// Hosts of the authorisation servers; the first is the one that is asked where the tokens name none. Source: the vendor's pages
/// on OAuth for the first, the vendor's SDK for PHP for the second.
pub(super) const OAUTH_SERVERS: [&str; 2] = ["oauth.bitrix.info", "oauth.bitrix24.tech"];

/// Codes of the authorisation server, what each means, and what is said about it. Source:
/// <https://apidocs.bitrix24.com/settings/oauth/error-codes.html>; from `invalid_request` on, the vendor's SDKs for PHP and Python.
pub(super) const OAUTH_CODES: &[(&str, AuthErrorKind, &str)] = &[
    (
        "invalid_grant",
        AuthErrorKind::ReinstallNeeded,
        "the refresh token or the code is not valid any more",
    ),
    (
        "invalid_client",
        AuthErrorKind::InvalidClient,
        "the application's ID or secret is wrong",
    ),
    (
        "invalid_scope",
        AuthErrorKind::InvalidScope,
        "the application does not have the scope that it asks for",
    ),
    (
        "insufficient_scope",
        AuthErrorKind::InvalidScope,
        "the application does not have the scope that it asks for",
    ),
    (
        "PAYMENT_REQUIRED",
        AuthErrorKind::PaymentRequired,
        "the portal or the application is not paid for",
    ),
    (
        "invalid_request",
        AuthErrorKind::InvalidRequest,
        "the authorisation server does not understand the request",
    ),
    (
        "wrong_client",
        AuthErrorKind::WrongClient,
        "the tokens or the code belong to another application",
    ),
    (
        "NOT_INSTALLED",
        AuthErrorKind::NotInstalled,
        "the application is not installed on the portal",
    ),
    (
        "ERROR_OAUTH",
        AuthErrorKind::AuthorizationFailed,
        "the authorisation server could not authorise the application",
    ),
    (
        "NO_AUTH_FOUND",
        AuthErrorKind::NoAuthFound,
        "the authorisation server found no credentials that it accepts",
    ),
    (
        "PORTAL_DELETED",
        AuthErrorKind::PortalDeleted,
        "the portal was deleted",
    ),
];
