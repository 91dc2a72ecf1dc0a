using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>What a curl command asks for: the common options. One that is not known is refused by name, since it might change the bytes.</summary>
internal sealed class CurlCommand
{
    // They change what curl shows or how long it waits, and no byte of the request.
    private static readonly HashSet<string> s_silent = ["-v", "--verbose", "-s", "--silent", "-S", "--show-error", "-i", "--include", "-N", "--no-buffer",
        "-f", "--fail", "-#", "--progress-bar", "--no-progress-meter", "-k", "--insecure", "--raw", "--http1.1", "-q", "-4", "--ipv4", "-6", "--ipv6", "--no-keepalive"];

    // The same, with a value.
    private static readonly HashSet<string> s_silentWithValue = ["-o", "--output", "-w", "--write-out", "-m", "--max-time", "--connect-timeout", "--cacert", "--noproxy", "--retry"];

    private readonly Dictionary<string, Action> _flags;
    private readonly Dictionary<string, Action<ShellWord>> _values;

    private CurlCommand()
    {
        _flags = new()
        {
            ["-G"] = () => IsGet = true, ["--get"] = () => IsGet = true,
            ["-I"] = () => IsHead = true, ["--head"] = () => IsHead = true,
            ["-0"] = () => IsHttp10 = true, ["--http1.0"] = () => IsHttp10 = true,
            ["--compressed"] = () => IsCompressed = true,
            ["--path-as-is"] = () => PathAsIs = true,
            ["-L"] = () => Warnings.Add(Texts.NotFollowed), ["--location"] = () => Warnings.Add(Texts.NotFollowed),
            ["--http2"] = () => Warnings.Add(Texts.OnlyHttp1),
            ["-g"] = () => { }, ["--globoff"] = () => { },
        };
        _values = new()
        {
            ["-X"] = word => Method = word.Text, ["--request"] = word => Method = word.Text,
            ["-H"] = word => Fields.Add(NotFile(word).Text), ["--header"] = word => Fields.Add(NotFile(word).Text),
            ["-A"] = word => UserAgent = word.Text, ["--user-agent"] = word => UserAgent = word.Text,
            ["-e"] = word => Referer = word.Text, ["--referer"] = word => Referer = word.Text,
            ["-u"] = word => User = word.Text, ["--user"] = word => User = word.Text,
            ["-b"] = Cookie, ["--cookie"] = Cookie,
            ["-d"] = word => AddData(NotFile(word).Bytes), ["--data"] = word => AddData(NotFile(word).Bytes), ["--data-ascii"] = word => AddData(NotFile(word).Bytes),
            ["--data-binary"] = word => AddData(NotFile(word).Bytes),
            ["--data-raw"] = word => AddData(word.Bytes),
            ["--data-urlencode"] = word => AddData(Encoding.ASCII.GetBytes(UrlEncoded.Of(word))),
            ["--json"] = word => { AddData(NotFile(word).Bytes, separator: ""); IsJson = true; },
            ["-F"] = word => Parts.Add(CurlPart.Parse(word)), ["--form"] = word => Parts.Add(CurlPart.Parse(word)),
            ["--form-string"] = word => Parts.Add(CurlPart.Parse(word, literally: true)),
            ["--url"] = word => Url = word.Text,
        };
    }

    public string? Url { get; private set; }

    public string? Method { get; private set; }

    public List<string> Fields { get; } = [];

    public string? UserAgent { get; private set; }

    public string? Referer { get; private set; }

    public string? User { get; private set; }

    public string? Cookies { get; private set; }

    public byte[]? Data { get; private set; }

    public List<CurlPart> Parts { get; } = [];

    public bool IsGet { get; private set; }

    public bool IsHead { get; private set; }

    public bool IsHttp10 { get; private set; }

    public bool IsCompressed { get; private set; }

    public bool IsJson { get; private set; }

    public bool PathAsIs { get; private set; }

    /// <summary>What of the command is left out.</summary>
    public List<Bilingual> Warnings { get; } = [];

    /// <exception cref="CurlException">It is no curl command, or it holds what is not known here.</exception>
    public static CurlCommand Parse(string line)
    {
        var words = ShellWords.Split(line);
        if (words is not [{ Text: "curl" or "curl.exe" }, ..])
            throw new CurlException(Texts.NotCurl);
        var command = new CurlCommand();
        for (var at = 1; at < words.Count;)
            at = command.Read(words, at);
        return command.Url is null ? throw new CurlException(Texts.NoUrl("")) : command;
    }

    private int Read(IReadOnlyList<ShellWord> words, int at)
    {
        var word = words[at].Text;
        if (word is not ['-', not '\0', ..])
            return Address(word, at);
        if (word.StartsWith("--", StringComparison.Ordinal))
            return Option(word, null, words, at);

        // -sSv is three options; -XPOST is one with its value.
        for (var i = 1; i < word.Length; i++)
        {
            var takesValue = _values.ContainsKey($"-{word[i]}") || s_silentWithValue.Contains($"-{word[i]}");
            if (takesValue && i + 1 < word.Length)
            {
                var skipped = Encoding.UTF8.GetByteCount(word.AsSpan(0, i + 1));
                return Option($"-{word[i]}", new ShellWord(words[at].Bytes[skipped..]), words, at);
            }

            if (takesValue)
                return Option($"-{word[i]}", null, words, at);
            _ = Option($"-{word[i]}", null, words, at);
        }

        return at + 1;
    }

    private int Address(string url, int at)
    {
        Url = Url is null ? url : throw new CurlException(Texts.OneUrl);
        return at + 1;
    }

    private int Option(string name, ShellWord? value, IReadOnlyList<ShellWord> words, int at)
    {
        if (_flags.TryGetValue(name, out var flag))
            flag();
        else if (_values.TryGetValue(name, out var set))
            set(value ?? Following());
        else if (s_silentWithValue.Contains(name))
            _ = value ?? Following();
        else if (!s_silent.Contains(name))
            throw new CurlException(Texts.UnknownCurlOption(name));
        return at + 1;

        ShellWord Following() => ++at < words.Count ? words[at] : throw new CurlException(Texts.CurlValue(name));
    }

    private void AddData(byte[] bytes, string separator = "&") =>
        Data = Data is null ? bytes : [.. Data, .. Encoding.ASCII.GetBytes(separator), .. bytes];

    private void Cookie(ShellWord word) => Cookies = word.Text.Contains('=', StringComparison.Ordinal)
        ? Cookies is null ? word.Text : $"{Cookies};{word.Text}"
        : throw new CurlException(Texts.NoFiles(word.Text));

    // The page runs in the browser, and its host reads no file because someone pasted its name.
    private static ShellWord NotFile(ShellWord word) => word.Text.StartsWith('@') ? throw new CurlException(Texts.NoFiles(word.Text)) : word;
}
