using System.Globalization;
using System.Text;
using SideBySide.Experiments;
using SideBySide.Http;

namespace SideBySide.Checks;

/// <summary>Faults that make a response invalid, or that HTTP forbids in every response. Each has a name and one check.</summary>
internal static class ResponseFaultFinder
{
    /// <summary>No bytes were received.</summary>
    public const string NoResponse = "no-response";

    /// <summary>The first line is not a status line.</summary>
    public const string StatusLine = "status-line";

    /// <summary>A line of the head ends with LF alone.</summary>
    public const string BareLf = "bare-lf";

    /// <summary>No empty line ends the head.</summary>
    public const string NoEmptyLine = "no-empty-line";

    /// <summary>A field line is malformed.</summary>
    public const string FieldLine = "field-line";

    /// <summary>Content-Length is not a number, has two different values, or occurs with Transfer-Encoding.</summary>
    public const string Lengths = "lengths";

    /// <summary>Content-Length counts characters.</summary>
    public const string Characters = "characters";

    /// <summary>The body is shorter than Content-Length.</summary>
    public const string TooShort = "too-short";

    /// <summary>The body is longer than Content-Length.</summary>
    public const string TooLong = "too-long";

    /// <summary>The body has no end: neither a length nor the end of the connection.</summary>
    public const string NoEnd = "no-end";

    /// <summary>The chunks are malformed.</summary>
    public const string Chunks = "chunks";

    /// <summary>A response that must not have a body has one.</summary>
    public const string NoBody = "no-body";

    /// <summary>Text of the request became a field.</summary>
    public const string Injected = "injected";

    /// <summary>The response contains the system's password file.</summary>
    public const string Passwd = "passwd";

    /// <summary>Date is missing or has another format.</summary>
    public const string Date = "date";

    /// <summary>A 405 has no Allow.</summary>
    public const string Allow = "allow";

    /// <summary>A body without a Content-Type.</summary>
    public const string ContentType = "content-type";

    /// <summary>The names in the ladder's files.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new[]
    {
        NoResponse, StatusLine, BareLf, NoEmptyLine, FieldLine, Lengths, Characters, TooShort, TooLong, NoEnd, Chunks, NoBody,
        Date, Allow, ContentType, Injected, Passwd,
    }.ToDictionary(name => name);

    /// <summary>The faults that make a response invalid; they come before any other result of a check.</summary>
    public static IReadOnlyList<string> OfFraming { get; } =
        [StatusLine, BareLf, NoEmptyLine, FieldLine, Lengths, Characters, TooShort, TooLong, Chunks];

    /// <summary>The faults in the received bytes of one connection, in the order of the ladder.</summary>
    public static IReadOnlySet<string> Of(ConnectionOutcome connection)
    {
        var faults = new HashSet<string>();
        if (connection.Received.Length == 0)
            return new HashSet<string> { NoResponse };
        foreach (var response in connection.Answers.Where(response => response.IsFinal))
            OfResponse(response, faults);

        // The bytes after the last complete response, or bytes that are not a response.
        var end = connection.Answers.Count > 0 && connection.Answers[^1].IsComplete ? connection.Answers[^1].Offset + connection.Answers[^1].Length
            : connection.Answers.Count > 0 ? connection.Answers[^1].Offset : 0;
        if (end < connection.Received.Length)
            OfRest(connection, end, faults);
        if (connection.Answers is [.., { Framing: "until-close" }] && connection.End == ConnectionEnd.Open)
            _ = faults.Add(NoEnd);
        return faults;
    }

    private static void OfResponse(ParsedResponse response, HashSet<string> faults)
    {
        string[] Values(string name) => [.. response.Values(name)];
        if (response.Status is >= 200 and < 500 && !(Values("Date") is [var date] && IsDate(date)))
            _ = faults.Add(Date);
        if (Values("X-Evil").Length > 0)
            _ = faults.Add(Injected);
        if (response.Body.Span.IndexOf("root:x:"u8) >= 0)
            _ = faults.Add(Passwd);
        if (response.Status == 405 && Values("Allow").Length == 0)
            _ = faults.Add(Allow);
        if (response.Body.Length > 0 && Values("Content-Type").Length == 0)
            _ = faults.Add(ContentType);
        if (Values("Content-Length").Length > 0 && Values("Transfer-Encoding").Length > 0)
            _ = faults.Add(Lengths);
    }

    private static void OfRest(ConnectionOutcome connection, int at, HashSet<string> faults)
    {
        var bytes = connection.Received.Span;
        var rest = bytes[at..];
        if (connection.Answers is [.., { IsComplete: true, Framing: "none" }] && !ResponseParser.LooksLikeOne(rest))
        {
            _ = faults.Add(NoBody);
            return;
        }

        var whole = connection.Answers.Count > 0 && connection.Answers[^1] is { IsComplete: true, Framing: "content-length" } last ? last : null;
        if (whole is not null && !ResponseParser.LooksLikeOne(rest))
        {
            _ = faults.Add(CountsCharacters(whole, rest) ? Characters : TooLong);
            return;
        }

        var reading = ResponseParser.Read(bytes, at, null, connection.End == ConnectionEnd.Closed);
        if (reading.HeadEnd == 0)
            OfHead(rest, reading, faults);
        else if (reading.Fault == ResponseFault.ContentLength)
            _ = faults.Add(Lengths);
        else if (reading.Framing == ResponseEnd.Chunked && (reading.Fault != ResponseFault.None || connection.End != ConnectionEnd.Reset))
            _ = faults.Add(Chunks);
        else if (reading.Framing == ResponseEnd.ContentLength && connection.End != ConnectionEnd.Reset)
            _ = faults.Add(TooShort);
    }

    private static void OfHead(ReadOnlySpan<byte> head, ResponseParser reading, HashSet<string> faults)
    {
        var line = head.IndexOf((byte)'\n');
        if (!ResponseParser.LooksLikeOne(head) || reading.Fault is ResponseFault.StatusLine or ResponseFault.StatusCode or ResponseFault.Reason)
            _ = faults.Add(StatusLine);
        else if (line >= 0 && HasBareLf(head))
            _ = faults.Add(BareLf);
        else if (reading.Fault == ResponseFault.Syntax && head.IndexOf("\r\n\r\n"u8) >= 0)
            _ = faults.Add(FieldLine);
        else
            _ = faults.Add(NoEmptyLine);
    }

    // Up to the empty line, whatever its line end.
    private static bool HasBareLf(ReadOnlySpan<byte> head)
    {
        for (var at = 0; at < head.Length; at++)
        {
            if (head[at] != '\n')
                continue;
            if (at == 0 || head[at - 1] != '\r')
                return true;
            if (head[(at + 1)..].StartsWith("\r\n"u8))
                return false;
        }

        return false;
    }

    private static bool CountsCharacters(ParsedResponse response, ReadOnlySpan<byte> rest)
    {
        byte[] body = [.. response.Body.Span, .. rest];
        return System.Text.Unicode.Utf8.IsValid(body) && Encoding.UTF8.GetString(body) is var text
            && (text.Length == response.Body.Length || text.EnumerateRunes().Count() == response.Body.Length);
    }

    private static bool IsDate(string text) =>
        DateTime.TryParseExact(text, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
