namespace Reliability;

/// <summary>A server in its own process, and its port.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    // Idle threads of the pool end after 2 s instead of 20, so the test soon sees whether all of them end.
    private static readonly Dictionary<string, string?> s_shortThreads = new() { ["DOTNET_ThreadPool_ThreadTimeoutMs"] = "2000" };

    private ServerUnderTest(ServerKind kind, ServerProcess process)
    {
        Kind = kind;
        Process = process;
        Port = process.Port(kind.IsHttp() ? "http" : "tcp");
    }

    public ServerKind Kind { get; }

    public ServerProcess Process { get; }

    public int Port { get; }

    public Usage Usage => Usage.Of(Process.Id);

    public static async Task<ServerUnderTest> StartAsync(ServerKind kind, params string[] more) =>
        await StartAsync(kind, s_shortThreads, more);

    /// <summary>Starts a server with environment variables.</summary>
    public static async Task<ServerUnderTest> StartAsync(ServerKind kind, IReadOnlyDictionary<string, string?> environment, params string[] more) =>
        new(kind, await ServerProcess.StartCommandAsync(
            "dotnet", [Repository.Program(kind.Project()), .. kind.Arguments(), .. more], environment: environment));

    /// <summary>Starts a server with a limited number of descriptors.</summary>
    public static async Task<ServerUnderTest> StartShortAsync(ServerKind kind, int descriptors) =>
        new(kind, await ServerProcess.StartCommandAsync(
            "sh", ["-c", $"ulimit -n {descriptors} && exec dotnet \"$@\"", "sh", Repository.Program(kind.Project()), .. kind.Arguments()]));

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
