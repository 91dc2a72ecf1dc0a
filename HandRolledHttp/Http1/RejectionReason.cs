namespace HandRolledHttp.Http1;

/// <summary>Every reason to reject a request. <see cref="RejectionText"/> has the status, section and explanation of each.</summary>
public enum RejectionReason
{
#pragma warning disable CS1591 // the table in RejectionText.cs is their documentation
    None,

    // Before the request line
    TooManyEmptyLines,
    TlsOnPlainPort,
    HttpOnTlsPort,

    // Line ends, in any part of the message
    BareCr,
    BareLf,

    // Request line
    MethodInvalid,
    MethodTooLong,
    TargetMissing,
    TargetInvalidCharacter,
    TargetFragment,
    TargetTooLong,
    VersionMissing,
    VersionMalformed,
    VersionUnsupported,
    Http2Preface,

    // Request target
    TargetFormInvalid,
    TargetAsterisk,
    TargetConnect,
    TargetScheme,
    TargetAuthority,
    TargetEscape,
    HttpsOnCleartext,

    // Field lines
    WhitespaceBeforeFields,
    ObsoleteFolding,
    FieldNameEmpty,
    FieldNameInvalid,
    WhitespaceBeforeColon,
    ColonMissing,
    FieldValueInvalid,
    FieldSectionTooLarge,
    TooManyFields,
    FieldRepeated,
    FieldLookAlike,

    // Fields that affect the connection
    HostMissing,
    HostInvalid,
    ContentLengthInvalid,
    ContentLengthOverflow,
    LengthAndTransferEncoding,
    TransferEncodingInHttp10,
    TransferEncodingInvalid,
    TransferCodingUnknown,
    ChunkedNotFinal,
    ChunkedRepeated,
    ExpectationUnknown,

    // Conditions
    PreconditionFailed,

    // Body
    BodyTooLarge,
    ChunkSizeInvalid,
    ChunkSizeOverflow,
    ChunkExtensionInvalid,
    ChunkExtensionsTooLarge,
    ChunkDataNotTerminated,

    // Forms
    FormUnknown,
    FormBoundaryInvalid,
    FormDelimiterInvalid,
    FormPartHeadInvalid,
    FormDispositionInvalid,
    FormCharsetUnknown,
    FormTextInvalid,
    FormIncomplete,
    FormPartHeadTooLong,
    FormNameTooLong,
    FormTooManyFields,
    FormTooLarge,

    // Opening a WebSocket
    UpgradeRequired,
    WebSocketVersionUnknown,
    WebSocketVersionRepeated,
    WebSocketKeyInvalid,
    OriginForeign,
    WebSocketProtocolInvalid,
    WebSocketExtensionInvalid,
    WebSocketBody,

    // Time
    HeadTimeout,
    BodyTimeout,
#pragma warning restore CS1591
}
