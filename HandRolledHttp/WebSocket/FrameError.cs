namespace HandRolledHttp.WebSocket;

/// <summary>Every reason to reject a frame. <see cref="FrameRejection"/> has the close code, section and explanation of each.</summary>
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
