using System.Globalization;

namespace Contract.Tests.Differential;

/// <summary>A request in pieces; a twist can spoil a piece before they are joined.</summary>
internal sealed class Draft
{
    public string Preamble { get; set; } = "";

    public string Method { get; set; } = "GET";

    public string AfterMethod { get; set; } = " ";

    public string Target { get; set; } = "/";

    public string BeforeVersion { get; set; } = " ";

    public string Version { get; set; } = "HTTP/1.1";

    public string RequestLineEnd { get; set; } = "\r\n";

    /// <summary>Complete field lines with their ends.</summary>
    public List<string> Fields { get; } = [];

    public string HeadEnd { get; set; } = "\r\n";

    /// <summary>Null: no Transfer-Encoding.</summary>
    public List<Chunk>? Chunks { get; set; }

    /// <summary>The text after the last chunk, including the final empty line.</summary>
    public string Trailers { get; set; } = "\r\n";

    /// <summary>A body without chunks.</summary>
    public string Body { get; set; } = "";

    public void Field(string name, string value) => Fields.Add($"{name}: {value}\r\n");

    public void Without(string name) => Fields.RemoveAll(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));

    public override string ToString() =>
        $"{Preamble}{Method}{AfterMethod}{Target}{BeforeVersion}{Version}{RequestLineEnd}{string.Concat(Fields)}{HeadEnd}"
        + (Chunks is null ? Body : string.Concat(Chunks) + Trailers);

    /// <summary>One chunk; the last has neither data nor the line end after it.</summary>
    internal sealed record Chunk(string Data)
    {
        public string Size { get; init; } = Data.Length.ToString("x", CultureInfo.InvariantCulture);

        public string Extensions { get; init; } = "";

        public string HeaderEnd { get; init; } = "\r\n";

        public string End { get; init; } = Data.Length > 0 ? "\r\n" : "";

        public override string ToString() => $"{Size}{Extensions}{HeaderEnd}{Data}{End}";
    }
}
