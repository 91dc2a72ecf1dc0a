using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using HandRolledHttp.Http1;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;

namespace MicroBenchmarks;

/// <summary>
/// A request's head, from its first byte to the empty line, by HandRolledHttp's parser and by Kestrel's. Kestrel's parser only finds
/// method, target and field lines. HandRolledHttp's also decodes the path and checks Host, the body's framing, Expect and Connection, which
/// Kestrel does elsewhere. So the comparison favours Kestrel. A second one includes the collection in which Kestrel stores fields: then
/// both parsers have recognised the fields and checked their values.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class HeadBenchmarks
{
    private const string Small = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private const string Browser =
        "GET /files/index.html?lang=en HTTP/1.1\r\nHost: localhost:8081\r\nConnection: keep-alive\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36\r\n"
        + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
        + "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n"
        + "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\nCookie: visits=3; theme=dark\r\n\r\n";

    internal static int LengthOf(string request) => (request == "small" ? Small : Browser).Length;

    private readonly RequestHeadParser _ours = new(new Limits());
    private readonly HttpParser<Sink> _kestrels = new();
    private readonly HttpParser<KeepingSink> _keeping = new();
    private readonly KestrelFields _fields = new();
    private byte[] _bytes = [];

    /// <summary>The name of the request.</summary>
    [Params("small", "browser")]
    public string Request { get; set; } = "small";

    /// <summary>Loads the request's bytes.</summary>
    [GlobalSetup]
    public void Prepare() => _bytes = Encoding.ASCII.GetBytes(Request == "small" ? Small : Browser);

    /// <summary>HandRolledHttp's parser.</summary>
    [Benchmark]
    public int HandRolled()
    {
        _ours.Reset();
        return _ours.Parse(_bytes) is { IsComplete: true } result
            ? result.Offset
            : throw new InvalidOperationException("The request is valid.");
    }

    /// <summary>Kestrel's parser.</summary>
    [Benchmark(Baseline = true)]
    public int Kestrel() => Parse(_kestrels, new Sink());

    /// <summary>Kestrel's parser; the fields are stored.</summary>
    [Benchmark]
    public int KestrelKept()
    {
        _fields.Reset();
        return Parse(_keeping, new KeepingSink(_fields));
    }

    /// <summary>A beginner's parser: decode to text, split at line ends, put the fields into a dictionary; no check.</summary>
    [Benchmark]
    public int Strings()
    {
        var text = Encoding.Latin1.GetString(_bytes);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var requestLine = lines[0].Split(' ');
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':');
            fields.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        return requestLine.Length == 3 && fields.ContainsKey("Host")
            ? end + 4
            : throw new InvalidOperationException("The request is valid.");
    }

    private int Parse<THandler>(HttpParser<THandler> parser, THandler handler)
        where THandler : IHttpHeadersHandler, IHttpRequestLineHandler
    {
        var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(_bytes));
        return parser.ParseRequestLine(handler, ref reader) && parser.ParseHeaders(handler, ref reader)
            ? (int)reader.Consumed
            : throw new InvalidOperationException("The request is valid.");
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new ThroughputColumn());
    }

    /// <summary>Receives the results of Kestrel's parser.</summary>
    public readonly struct Sink : IHttpRequestLineHandler, IHttpHeadersHandler
    {
        /// <inheritdoc/>
        public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
        {
        }

        /// <inheritdoc/>
        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
        }

        /// <inheritdoc/>
        public void OnHeadersComplete(bool endStream)
        {
        }

        /// <inheritdoc/>
        public void OnStaticIndexedHeader(int index)
        {
        }

        /// <inheritdoc/>
        public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value)
        {
        }
    }

    /// <summary>Stores the results of Kestrel's parser as Kestrel's server does.</summary>
    internal readonly struct KeepingSink(KestrelFields fields) : IHttpRequestLineHandler, IHttpHeadersHandler
    {
        public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
        {
        }

        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => fields.Append(name, value);

        public void OnHeadersComplete(bool endStream)
        {
        }

        public void OnStaticIndexedHeader(int index)
        {
        }

        public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value)
        {
        }
    }
}
