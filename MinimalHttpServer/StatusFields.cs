namespace MinimalHttpServer;

/// <summary>
/// A response of any status, with the fields that the status requires; the framework adds them only to its own responses.
/// </summary>
internal static class StatusFields
{
    /// <summary>Responds with a status, its fields and no more content than required.</summary>
    public static IResult StatusWithFields(this HttpResponse response, int status)
    {
        switch (status)
        {
            case StatusCodes.Status206PartialContent: // RFC 9110 §15.3.7: the part below, one byte
                response.Headers.ContentRange = "bytes 0-0/1";
                return Results.Text("1"u8.ToArray(), contentType: null, statusCode: status);
            case StatusCodes.Status401Unauthorized: // §15.5.2
                response.Headers.WWWAuthenticate = "Basic realm=\"status\"";
                break;
            case StatusCodes.Status405MethodNotAllowed: // §15.5.6; Conventions adds OPTIONS
                response.Headers.Allow = "GET, HEAD";
                break;
            case StatusCodes.Status407ProxyAuthenticationRequired: // §15.5.8
                response.Headers.ProxyAuthenticate = "Basic realm=\"status\"";
                break;
            case StatusCodes.Status416RangeNotSatisfiable: // §15.5.17
                response.Headers.ContentRange = "bytes */0";
                break;
            case StatusCodes.Status426UpgradeRequired: // §15.5.22, §7.8; without keep-alive Kestrel would close
                response.Headers.Upgrade = "HTTP/2.0";
                response.Headers.Connection = "keep-alive, upgrade";
                break;
        }

        return Results.StatusCode(status);
    }
}
