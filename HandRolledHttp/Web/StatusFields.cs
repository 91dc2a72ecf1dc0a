namespace HandRolledHttp.Web;

/// <summary>A response of any status, with the fields that the status requires; their values are as simple as possible.</summary>
public static class StatusFields
{
    /// <summary>Responds with a status, its fields and no more content than required.</summary>
    /// <param name="response">A response whose head is not sent yet.</param>
    /// <param name="status">The status code, 200 to 599.</param>
    /// <param name="allow">The methods of the resource, for 405.</param>
    public static ValueTask StatusWithFieldsAsync(this HttpResponse response, int status, string allow)
    {
        response.Status = status;
        if (Of(status, allow) is var (name, value))
            response.AddField(name, value);
        return status == 206 ? response.TextAsync("1") : ValueTask.CompletedTask;
    }

    private static (string Name, string Value)? Of(int status, string allow) => status switch
    {
        206 => ("Content-Range", "bytes 0-0/1"), // RFC 9110 §15.3.7: the part below, one byte
        401 => ("WWW-Authenticate", "Basic realm=\"status\""), // §15.5.2
        405 => ("Allow", allow), // §15.5.6
        407 => ("Proxy-Authenticate", "Basic realm=\"status\""), // §15.5.8
        416 => ("Content-Range", "bytes */0"), // §15.5.17
        426 => ("Upgrade", "HTTP/2.0"), // §15.5.22
        _ => null,
    };
}
