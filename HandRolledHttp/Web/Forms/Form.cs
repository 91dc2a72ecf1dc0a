using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Forms;

/// <summary>The content of a form.</summary>
/// <param name="Fields">Names and values in the order of arrival; a name may occur several times.</param>
/// <param name="Files">The files in the order of arrival.</param>
public sealed record Form(IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<FormFile> Files);

/// <summary>The description of an uploaded file; its content is not kept.</summary>
/// <param name="Field">The name of the form's field.</param>
/// <param name="Name">The file's name on the client: a hint, never a path to write to (RFC 7578 §4.2).</param>
/// <param name="Type">Its Content-Type as sent; empty if there was none.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record FormFile(string Field, string Name, string Type, long Size);

/// <summary>The reason why a form is invalid.</summary>
public enum FormError
{
    /// <summary>The form is valid.</summary>
    None,

    /// <summary>The content is not a form: neither application/x-www-form-urlencoded nor multipart/form-data.</summary>
    NotAForm,

    /// <summary>
    /// The multipart boundary is absent, longer than 70 characters, or has characters that RFC 2046 §5.1.1 does not allow.
    /// </summary>
    BadBoundary,

    /// <summary>A boundary is not followed by a line end.</summary>
    BadDelimiter,

    /// <summary>The head of a part violates the grammar of field lines.</summary>
    BadPartHead,

    /// <summary>A part has no field name, or more than one.</summary>
    BadDisposition,

    /// <summary>A field's value is in an unknown charset.</summary>
    UnknownCharset,

    /// <summary>A name or a value is invalid in its charset.</summary>
    NotText,

    /// <summary>The content ended before the closing boundary.</summary>
    EndedEarly,

    /// <summary>The head of a part is longer than <see cref="FormLimits.MaxPartHead"/>.</summary>
    PartHeadTooLong,

    /// <summary>A name is longer than <see cref="FormLimits.MaxName"/>.</summary>
    NameTooLong,

    /// <summary>More fields and files than <see cref="FormLimits.MaxFields"/>.</summary>
    TooManyFields,

    /// <summary>The fields hold more than <see cref="FormLimits.MaxTotal"/>.</summary>
    TooLarge,
}

/// <summary>A form, or the reason why it is invalid.</summary>
/// <param name="Form">The form; null after an error.</param>
/// <param name="Error">The reason, or <see cref="FormError.None"/>.</param>
public readonly record struct FormResult(Form? Form, FormError Error)
{
    /// <summary>
    /// The reason to reject the request. It has the status, the rule and the explanation: 400 (malformed), 413 (over a limit) or 415 (not a
    /// form).
    /// </summary>
    public RejectionReason Reason => Error switch
    {
        FormError.NotAForm => RejectionReason.FormUnknown,
        FormError.BadBoundary => RejectionReason.FormBoundaryInvalid,
        FormError.BadDelimiter => RejectionReason.FormDelimiterInvalid,
        FormError.BadPartHead => RejectionReason.FormPartHeadInvalid,
        FormError.BadDisposition => RejectionReason.FormDispositionInvalid,
        FormError.UnknownCharset => RejectionReason.FormCharsetUnknown,
        FormError.NotText => RejectionReason.FormTextInvalid,
        FormError.EndedEarly => RejectionReason.FormIncomplete,
        FormError.PartHeadTooLong => RejectionReason.FormPartHeadTooLong,
        FormError.NameTooLong => RejectionReason.FormNameTooLong,
        FormError.TooManyFields => RejectionReason.FormTooManyFields,
        FormError.TooLarge => RejectionReason.FormTooLarge,
        _ => RejectionReason.None,
    };

    /// <summary>The status of the response: 200, or that of the reason.</summary>
    public int Status => Error == FormError.None ? 200 : RejectionText.For(Reason).Status;
}

/// <summary>How much of a form is kept in memory. Above a limit the response is 413.</summary>
public sealed record FormLimits
{
    /// <summary>The defaults.</summary>
    public static FormLimits Default { get; } = new();

    /// <summary>Fields and files together; default 1,024 (ASP.NET Core's ValueCountLimit).</summary>
    public int MaxFields { get; init; } = 1024;

    /// <summary>A name in bytes, decoded; default 2 KiB (ASP.NET Core's KeyLengthLimit).</summary>
    public int MaxName { get; init; } = 2 * 1024;

    /// <summary>
    /// All names and values in bytes, an urlencoded form as received; default 4 MiB (ASP.NET Core's ValueLengthLimit, which is for one
    /// value). The contents of files do not count, because they are not kept.
    /// </summary>
    public int MaxTotal { get; init; } = 4 * 1024 * 1024;

    /// <summary>The head of a part in bytes; default 16 KiB (ASP.NET Core's MultipartHeadersLengthLimit).</summary>
    public int MaxPartHead { get; init; } = 16 * 1024;
}
