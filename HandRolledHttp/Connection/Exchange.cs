namespace HandRolledHttp.Connection;

/// <summary>One request and its response (RFC 9110 §3.4). A connection reuses it for all its requests.</summary>
/// <param name="Request">The head of the request.</param>
/// <param name="Body">The content of the request.</param>
/// <param name="Response">Writes the response.</param>
/// <param name="Options">The options of the server.</param>
internal sealed record Exchange(RequestMessage Request, RequestBody Body, ResponseWriter Response, HttpServerOptions Options);

/// <summary>The layer above the connections: finds the handler of each request.</summary>
internal interface IRequestDispatcher
{
    /// <summary>Prepares a connection.</summary>
    /// <returns>Runs the handler of the exchange's current request; called once per request.</returns>
    Func<ValueTask> Prepare(Exchange exchange);
}
