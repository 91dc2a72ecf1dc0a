using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Forms;

/// <summary>What a browser sends for a form.</summary>
/// <param name="Fields">Names and values in the order in which they came; a name may come several times.</param>
/// <param name="Files">The files in the order in which they came.</param>
public sealed record Form(IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<FormFile> Files);

/// <summary>What is known of an uploaded file once its content has gone by; the content itself is not kept.</summary>
/// <param name="Field">The name of the form's field.</param>
/// <param name="Name">The file's name as the browser knows it: a hint, never a path to write to (RFC 7578 §4.2).</param>
/// <param name="Type">Its Content-Type as sent; empty when none was.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record FormFile(string Field, string Name, string Type, long Size);

/// <summary>Why a form could not be read.</summary>
public enum FormError
{
    /// <summary>It could.</summary>
    None,

    /// <summary>The content is not a form: neither application/x-www-form-urlencoded nor multipart/form-data.</summary>
    NotAForm,

    /// <summary>The multipart boundary is absent, longer than 70 characters, or has others than RFC 2046 §5.1.1 allows.</summary>
    BadBoundary,

    /// <summary>Something other than a line end follows a boundary.</summary>
    BadDelimiter,

    /// <summary>The head of a part breaks the grammar of field lines.</summary>
    BadPartHead,

    /// <summary>A part does not say, or says more than once, which field of the form it is.</summary>
    BadDisposition,

    /// <summary>A field's value is in a charset that is not known here.</summary>
    UnknownCharset,

    /// <summary>A name or a value is no text in its charset.</summary>
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

/// <summary>A form, or why there is none.</summary>
/// <param name="Form">The form; null with an error.</param>
/// <param name="Error">The reason, or <see cref="FormError.None"/>.</param>
public readonly record struct FormResult(Form? Form, FormError Error)
{
    /// <summary>Why the request is rejected; the reason has the status, the rule and the sentence: 400 (malformed), 413 (over a limit) or 415 (not a form).</summary>
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

    /// <summary>The status to answer with: 200, or that of the reason.</summary>
    public int Status => Error == FormError.None ? 200 : Rejection.For(Reason).Status;
}

/// <summary>How much of a form is kept in memory. Past a limit the answer is 413.</summary>
public sealed record FormLimits
{
    /// <summary>The defaults.</summary>
    public static FormLimits Default { get; } = new();

    /// <summary>Fields and files together; default 1,024 (ASP.NET Core's ValueCountLimit).</summary>
    public int MaxFields { get; init; } = 1024;

    /// <summary>A name in bytes, decoded; default 2 KiB (ASP.NET Core's KeyLengthLimit).</summary>
    public int MaxName { get; init; } = 2 * 1024;

    /// <summary>
    /// All names and values in bytes, an urlencoded form as it is on the wire; default 4 MiB (ASP.NET Core's ValueLengthLimit, there for one value).
    /// The contents of files do not count: nothing of them is kept.
    /// </summary>
    public int MaxTotal { get; init; } = 4 * 1024 * 1024;

    /// <summary>The head of a part in bytes; default 16 KiB (ASP.NET Core's MultipartHeadersLengthLimit).</summary>
    public int MaxPartHead { get; init; } = 16 * 1024;
}
