using System.Text.RegularExpressions;

namespace SideBySide.Tests;

/// <summary>The whole program as a process, on free ports, with its own home folder, ready after its last start-up line.</summary>
public sealed partial class SideBySideProcess : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("csvsbs-").FullName;
    private ServerProcess? _process;

    public ServerProcess Process => _process ?? throw new InvalidOperationException("It was not started.");

    /// <summary>The page's URL: the last one in the output.</summary>
    public Uri Page => new(Process.Urls[^1]);

    /// <summary>The certificate that a client may trust.</summary>
    public string Pem => Path.Combine(_data, "CsVsBs", "localhost.pem");

    public ValueTask InitializeAsync() => StartAsync();

    public ValueTask StartAsync(params string[] more) => StartAsync(new Dictionary<string, string?>(), more);

    /// <summary>Starts the program with additional environment variables.</summary>
    public async ValueTask StartAsync(IReadOnlyDictionary<string, string?> environment, params string[] more) =>
        _process = await ServerProcess.StartCommandAsync(
            "dotnet", [Repository.Program("SideBySide"), .. FreePorts.But(more), .. more],
            LastWords(), Environment().Concat(environment).ToDictionary());

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private Dictionary<string, string?> Environment() => new() { ["XDG_DATA_HOME"] = _data, ["CI"] = null };

    [GeneratedRegex("Ctrl-C")]
    private static partial Regex LastWords();
}
