using HandRolledHttp.Connection;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Forms;

/// <summary>Reads a form in pieces of any size, and returns it at the end.</summary>
internal interface IFormParser
{
    /// <summary>Reads the next bytes. Do not call it after an error.</summary>
    FormError Take(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the input.</summary>
    FormResult End();
}

/// <summary>Reads the forms that browsers send.</summary>
public static class FormReader
{
    /// <summary>Reads a form to its end.</summary>
    /// <param name="contentType">The value of the request's Content-Type field, or null.</param>
    /// <param name="read">Returns the next bytes of the content, valid until the next call; empty at the end.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <returns>The form or an error; after an error the content may not be read to its end.</returns>
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

    /// <summary>Reads the form in a request's body.</summary>
    /// <exception cref="RequestRejectedException">
    /// There is no form, or it is malformed or too large. A handler does not catch it, so the client receives the explanation.
    /// </exception>
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
