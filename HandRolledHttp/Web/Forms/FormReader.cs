using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Forms;

/// <summary>Takes a form piece by piece, whatever the pieces' size, and says what it was at the end.</summary>
internal interface IFormParser
{
    /// <summary>Takes the next bytes. After an error nothing more may be given.</summary>
    FormError Take(ReadOnlySpan<byte> bytes);

    /// <summary>There are no more bytes.</summary>
    FormResult End();
}

/// <summary>Reads the forms that browsers send.</summary>
public static class FormReader
{
    /// <summary>Reads a form to its end.</summary>
    /// <param name="contentType">The value of the request's Content-Type field, or null.</param>
    /// <param name="read">Gives the next bytes of the content, valid until the next call; empty at the end.</param>
    /// <param name="limits">What is kept at most; null for the defaults.</param>
    /// <returns>The form, or why there is none; with an error the content may not have been read to its end.</returns>
    public static async ValueTask<FormResult> ReadAsync(string? contentType, Func<ValueTask<ReadOnlyMemory<byte>>> read, FormLimits? limits = null)
    {
        var error = TryCreateParser(contentType, limits ?? FormLimits.Default, out var parser);
        while (error == FormError.None)
        {
            var bytes = await read();
            if (bytes.IsEmpty)
                return parser!.End();
            error = parser!.Take(bytes.Span);
        }

        return new FormResult(null, error);
    }

    /// <summary>Reads the form that a request carries.</summary>
    /// <exception cref="RequestRejectedException">There is none, or it is malformed or too large. A handler lets it pass, and the client gets the explanation.</exception>
    public static async ValueTask<Form> FormAsync(this HttpRequest request)
    {
        var result = await ReadAsync(request.Field("Content-Type"), request.Body.ReadAsync);
        return result.Form ?? throw new RequestRejectedException(ParseResult.Rejected(result.Reason, request.Head.Length, 0), [], isFramed: true);
    }

    private static FormError TryCreateParser(string? contentType, FormLimits limits, out IFormParser? parser)
    {
        parser = null;
        if (MediaType.Parse(contentType) is not { } type)
            return FormError.NotAForm;

        // A charset parameter is ignored: forms are UTF-8 (WHATWG URL Standard §5.1, HTML Standard §4.10.21.8).
        if (type.Is("application/x-www-form-urlencoded"))
        {
            parser = new UrlEncodedForm(limits);
            return FormError.None;
        }

        if (!type.Is("multipart/form-data"))
            return FormError.NotAForm;
        if (!MultipartForm.IsBoundary(type.Parameter("boundary")))
            return FormError.BadBoundary;
        parser = new MultipartForm(type.Parameter("boundary")!, limits);
        return FormError.None;
    }
}
