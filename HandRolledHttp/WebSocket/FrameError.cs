namespace HandRolledHttp.WebSocket;

/// <summary>Every way in which a frame can be wrong. <see cref="FrameRejection"/> holds close code, section and sentence of each.</summary>
public enum FrameError
{
#pragma warning disable CS1591 // the table in FrameRejection.cs is their documentation
    None,

    // One frame's head
    ReservedBits,
    OpcodeReserved,
    ControlFragmented,
    MaskMissing,
    MaskUnexpected,
    ControlTooLong,
    LengthNotShortest,
    LengthTopBit,

    // A frame among others
    ContinuationUnexpected,
    ContinuationExpected,
    MessageTooLarge,

    // Payload
    TextInvalid,
    CloseBodyTooShort,
    CloseCodeInvalid,
    CloseReasonInvalid,

    // Time
    FrameTimeout,
#pragma warning restore CS1591
}
