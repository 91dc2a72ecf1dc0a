using HandRolledHttp.Connection;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Http1;
using HandRolledHttp.Web.Conditions;

namespace HandRolledHttp.Web;

/// <summary>
/// The response of a handler: status, fields, and a body of any length. A handler is the same with and without a known length, and for
/// every version of HTTP.
/// </summary>
public sealed class HttpResponse
{
    private readonly ResponseWriter _writer;

    internal HttpResponse(Exchange exchange, HttpRequest request)
    {
        _writer = exchange.Response;
        Options = exchange.Options;
        Request = request;
    }

    /// <summary>The status code of a final response, 200 to 599. Default 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    /// <exception cref="InvalidOperationException">The head was already sent.</exception>
    public int Status
    {
        get => _writer.Status;
        set
        {
            ThrowIfStarted();
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 200);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 599);
            _writer.Status = value;
        }
    }

    /// <summary>Content-Type; null sends none.</summary>
    /// <exception cref="ArgumentException">The value contains a character that would end the field line.</exception>
    /// <exception cref="InvalidOperationException">The head was already sent.</exception>
    public string? ContentType
    {
        get => _writer.ContentType;
        set
        {
            ThrowIfStarted();
            if (value is not null)
                ResponseHeadWriter.Check("Content-Type", value);
            _writer.ContentType = value;
        }
    }

    /// <summary>Content-Length in bytes, 0 or more; null if the length is not known in advance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// The head was already sent. A body of another length would become part of the next response (RFC 9112 §6.3).
    /// </exception>
    public long? ContentLength
    {
        get => _writer.ContentLength;
        set
        {
            ThrowIfStarted();
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            _writer.ContentLength = value;
        }
    }

    /// <summary>True when the head is sent and cannot be changed.</summary>
    public bool HasStarted => _writer.HasStarted;

    internal HttpServerOptions Options { get; }

    internal HttpRequest Request { get; }

    /// <summary>The protocol after this response, which is then a 101; else null.</summary>
    internal WebSocketUpgrade? Upgrade { set => _writer.Upgrade = value; }

    /// <summary>Closes the connection after this response, which then has <c>Connection: close</c>.</summary>
    internal void CloseAfter() => _writer.CloseAfter();

    /// <summary>Adds a field line; Content-Type, which may occur only once, is replaced.</summary>
    /// <exception cref="ArgumentException">
    /// The name or value would end the field line (RFC 9110 §5.5), or the connection writes this field itself: a second Content-Length, or
    /// a Transfer-Encoding beside it, makes response splitting possible.
    /// </exception>
    /// <exception cref="InvalidOperationException">The head was already sent.</exception>
    public void AddField(string name, string value)
    {
        ThrowIfStarted();
        ResponseHeadWriter.Check(name, value);
        if (ResponseHeadWriter.IsOwn(name))
            throw new ArgumentException($"{name} is written by the connection itself.", nameof(name));
        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            ContentType = value;
        else
            _writer.Fields.Add(new(name, value));
    }

    /// <summary>Writes a piece of the body.</summary>
    /// <exception cref="InvalidOperationException">It exceeds <see cref="ContentLength"/>, or the status has no body.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _writer.WriteAsync(bytes);

    /// <summary>Writes a piece of the body as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">It exceeds <see cref="ContentLength"/>, or the status has no body.</exception>
    public ValueTask WriteAsync(string text) => _writer.WriteAsync(text);

    /// <summary>Sends the written bytes without waiting for more.</summary>
    public ValueTask FlushAsync() => _writer.FlushAsync();

    /// <summary>Makes a successful response depend on the request's conditions (RFC 9110 §13).</summary>
    internal void DependOn(RequestConditions conditions)
    {
        _writer.BeforeHead = () => Evaluate(conditions);
        Request.Body.BeforeFirstRead = conditions.IsRetrieval ? null : () => conditions.Require(_writer.Now);
    }

    /// <summary>The handler has evaluated the conditions itself.</summary>
    internal void OmitConditions() => _writer.BeforeHead = null;

    private void Evaluate(RequestConditions conditions)
    {
        if (Status >= 300)
            return;
        if (!conditions.IsRetrieval)
        {
            conditions.Require(_writer.Now);
            return;
        }

        var outcome = conditions.Evaluate(_writer.Fields, _writer.Now);
        if (outcome == Precondition.NotModified)
            _writer.ReplaceBy(304, _writer.Fields.FindAll(line => RequestConditions.IsKeptBy304(line.Key)));
        else if (outcome == Precondition.Failed)
            _writer.ReplaceBy(412, []);
    }

    private void ThrowIfStarted()
    {
        if (HasStarted)
            throw new InvalidOperationException("The head of the response is out and cannot be changed.");
    }
}
